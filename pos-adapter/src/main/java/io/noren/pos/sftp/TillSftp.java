package io.noren.pos.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemConfigurator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/** One till's conversation. Knows a file that the till has closed from one whose connection broke. */
final class TillSftp extends SftpSubsystem {
    /** The rest would copy, link, or read files. */
    private static final Set<String> EXTENSIONS =
            Set.of("posix-rename@openssh.com", "fsync@openssh.com", "limits@openssh.com");

    private TillSftp(ChannelSession channel, SftpSubsystemConfigurator configurator) {
        super(channel, configurator);
    }

    static SftpSubsystemFactory factory(FolderAccess access) {
        SftpSubsystemFactory factory = new SftpSubsystemFactory() {
            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new TillSftp(channel, this);
            }
        };
        factory.setFileSystemAccessor(access);
        factory.setErrorStatusDataHandler(new Answers());
        return factory;
    }

    /** What to announce to clients, in the form that the library asks for. */
    static String extensions() {
        return String.join("=1,", EXTENSIONS) + "=1";
    }

    @Override
    protected void executeExtendedCommand(Buffer buffer, int id, String extension) throws IOException {
        if (EXTENSIONS.contains(extension)) {
            super.executeExtendedCommand(buffer, id, extension);
        } else {
            doUnsupportedExtension(buffer, id, extension);
        }
    }

    @Override
    protected void doWrite(int id, String handle, long offset, int length, byte[] data, int from, int remaining)
            throws IOException {
        Upload upload = upload(handle);
        if (upload == null) {
            super.doWrite(id, handle, offset, length, data, from, remaining);
            return;
        }
        upload.demandWhole();
        try {
            super.doWrite(id, handle, offset, length, data, from, remaining);
        } catch (IOException | RuntimeException e) {
            upload.fail(e);
            throw e;
        }
    }

    @Override
    protected void doClose(int id, String handle) throws IOException {
        Upload upload = upload(handle);
        if (upload != null) {
            upload.sentCompletely();
        }
        super.doClose(id, handle);
    }

    /** Times and rights are ours; many clients set them unasked and would take a refusal for a failed upload. */
    @Override
    protected void doSetAttributes(
            int command, String extension, Path file, Map<String, ?> attributes, boolean followLinks)
            throws IOException {
        if (attributes.containsKey("size")) {
            throw Refused.unsupported("A file's size cannot be set; send the file as a whole.");
        }
    }

    private @Nullable Upload upload(String handle) {
        return handles.get(handle) instanceof FileHandle file && file.getFileChannel() instanceof Upload upload
                ? upload
                : null;
    }
}
