package io.noren.pos.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The OpenSSH client of this machine, as a till would run it. */
final class OpenSsh {
    private static final Path SFTP = Path.of("/usr/bin/sftp");
    private static final Path SSH = Path.of("/usr/bin/ssh");
    private static final Path KEYGEN = Path.of("/usr/bin/ssh-keygen");

    private final Path folder;

    /** What the client said and how it ended; 0 when every command was done. */
    record Result(int exit, String output) {
        boolean worked() {
            return exit == 0;
        }
    }

    OpenSsh(Path folder) {
        this.folder = folder;
    }

    static void demand() {
        Assumptions.assumeTrue(
                Files.isExecutable(SFTP) && Files.isExecutable(SSH) && Files.isExecutable(KEYGEN),
                "The OpenSSH client is not on this machine (apt-get install openssh-client); nothing was tested with it");
    }

    /** Makes a pair of keys, if there is none of this name; returns the private one's file. */
    Path key(String name, String... kind) {
        Path key = folder.resolve(name);
        if (!Files.exists(key)) {
            List<String> command =
                    new ArrayList<>(List.of(KEYGEN.toString(), "-q", "-N", "", "-C", name + " of a till"));
            command.addAll(kind.length == 0 ? List.of("-t", "ed25519") : List.of(kind));
            command.addAll(List.of("-f", key.toString()));
            run(command, new byte[0]);
        }
        return key;
    }

    String publicKey(Path key) {
        try {
            return Files.readString(Path.of(key + ".pub")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs commands one after the other until one fails; a leading hyphen lets one fail. */
    Result sftp(String account, int port, Path key, String... commands) {
        return run(command(account, port, key), (String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Runs one command that is made of bytes, which need not be UTF-8. */
    Result sftp(String account, int port, Path key, byte[] command, byte[] name) {
        byte[] all = Arrays.copyOf(command, command.length + name.length);
        System.arraycopy(name, 0, all, command.length, name.length);
        return run(command(account, port, key), all);
    }

    /** Starts to put a file slowly, in kilobits a second. */
    Process slowly(String account, int port, Path key, int speed, Path file) throws IOException {
        List<String> command = command(account, port, key);
        command.addAll(1, List.of("-l", Integer.toString(speed)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(("put " + file + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return process;
    }

    /** Asks for a shell's command, with further options. */
    Result ssh(String account, int port, Path key, String... more) {
        List<String> command = new ArrayList<>(List.of(SSH.toString(), "-p", Integer.toString(port)));
        command.addAll(options(key));
        command.addAll(List.of(more).subList(0, more.length - 1));
        command.addAll(List.of(account + "@127.0.0.1", more[more.length - 1]));
        return run(command, new byte[0]);
    }

    private static List<String> command(String account, int port, Path key) {
        List<String> command = new ArrayList<>(List.of(SFTP.toString(), "-P", Integer.toString(port), "-b", "-"));
        command.addAll(options(key));
        command.add(account + "@127.0.0.1");
        return command;
    }

    private static List<String> options(Path key) {
        return List.of(
                "-F", "/dev/null",
                "-i", key.toString(),
                "-o", "IdentitiesOnly=yes",
                "-o", "IdentityAgent=none",
                "-o", "BatchMode=yes",
                "-o", "StrictHostKeyChecking=no",
                "-o", "UserKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR",
                "-o", "ConnectTimeout=10");
    }

    private Result run(List<String> command, byte[] input) {
        try {
            Path output = Files.createTempFile(folder, "client", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().write(input);
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("hangs: " + command + ": " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
