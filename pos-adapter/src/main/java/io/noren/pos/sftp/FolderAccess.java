package io.noren.pos.sftp;

import io.noren.pos.inbox.InboxNames;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.function.Function;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/**
 * What a till may do: see its own folder as the root, with {@code done} and {@code parked} in it and nothing else; put
 * files there. It can list what became of them and read none: a key that is stolen from a till does not open a store's
 * past. Links are neither made nor followed.
 */
final class FolderAccess implements SftpFileSystemAccessor {
    private static final LinkOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};

    private final Function<ServerSession, TillFolder> folders;

    FolderAccess(Function<ServerSession, TillFolder> folders) {
        this.folders = folders;
    }

    @Override
    public Path resolveLocalFilePath(SftpSubsystemProxy sftp, Path root, String remote) throws IOException {
        Deque<String> names = new ArrayDeque<>();
        for (String name : remote.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        Path place = root;
        if (!names.isEmpty() && (InboxNames.DONE.equals(names.peek()) || InboxNames.PARKED.equals(names.peek()))) {
            place = place.resolve(names.removeFirst());
        }
        if (names.size() > 1) {
            throw Refused.notThere();
        }
        return names.isEmpty() ? place : resolve(place, FileName.check(names.removeFirst()));
    }

    private static Path resolve(Path place, String name) throws Refused {
        try {
            return place.resolve(name);
        } catch (InvalidPathException e) {
            throw Refused.failed("This server's file system does not know a character of this name; use ASCII.");
        }
    }

    @Override
    public LinkOption[] resolveFileAccessLinkOptions(
            SftpSubsystemProxy sftp, Path file, int command, String extension, boolean follow) {
        return NO_LINKS;
    }

    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy sftp,
            FileHandle handle,
            Path file,
            String id,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attributes)
            throws IOException {
        if (!options.contains(StandardOpenOption.WRITE)) {
            throw Refused.notAllowed("Files can be listed here, and not be read.");
        }
        if (handle.isOpenAppend()) {
            throw Refused.unsupported("A file cannot be resumed or added to; send it as a whole.");
        }
        boolean replaces = options.contains(StandardOpenOption.TRUNCATE_EXISTING);
        boolean creates =
                options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW);
        if (!creates || (!replaces && Files.exists(file, LinkOption.NOFOLLOW_LINKS))) {
            throw Refused.unsupported("A file that is here cannot be changed or resumed; send it as a whole.");
        }
        return folder(sftp).begin(nameInRoot(file));
    }

    @Override
    public void syncFileData(SftpSubsystemProxy sftp, FileHandle handle, Path file, String id, Channel channel)
            throws IOException {
        if (channel instanceof Upload upload) {
            upload.force();
        }
    }

    @Override
    public void closeFile(
            SftpSubsystemProxy sftp,
            FileHandle handle,
            Path file,
            String id,
            Channel channel,
            Set<? extends OpenOption> options)
            throws IOException {
        channel.close();
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // closed with its handle, by closeDirectory
    public DirectoryStream<Path> openDirectory(
            SftpSubsystemProxy sftp, DirectoryHandle handle, Path place, String id, LinkOption... options)
            throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw Refused.notThere();
        }
        return Files.newDirectoryStream(
                place, file -> !file.getFileName().toString().startsWith("."));
    }

    @Override
    public void renameFile(SftpSubsystemProxy sftp, Path from, Path to, Collection<CopyOption> options)
            throws IOException {
        folder(sftp).rename(nameInRoot(from), nameInRoot(to));
    }

    @Override
    public void removeFile(SftpSubsystemProxy sftp, Path file, boolean isFolder) throws IOException {
        if (isFolder) {
            throw Refused.notAllowed("These folders stay.");
        }
        folder(sftp).remove(nameInRoot(file));
    }

    @Override
    public void createDirectory(SftpSubsystemProxy sftp, Path folder) throws IOException {
        throw Refused.notAllowed("There are no more folders; put the file into the first one.");
    }

    @Override
    public void createLink(SftpSubsystemProxy sftp, Path link, Path existing, boolean symbolic) throws IOException {
        throw Refused.notAllowed("There are no links here; send the file itself.");
    }

    @Override
    public String resolveLinkTarget(SftpSubsystemProxy sftp, Path link) throws IOException {
        throw Refused.notAllowed("There are no links here.");
    }

    @Override
    public void copyFile(SftpSubsystemProxy sftp, Path from, Path to, Collection<CopyOption> options)
            throws IOException {
        throw Refused.unsupported("Files are not copied here.");
    }

    private TillFolder folder(SftpSubsystemProxy sftp) {
        return folders.apply(sftp.getServerSession());
    }

    private static String nameInRoot(Path file) throws Refused {
        if (file.getNameCount() != 1) {
            throw Refused.notAllowed("Files are put into the first folder; what is in done and parked stays as it is.");
        }
        return file.getFileName().toString();
    }
}
