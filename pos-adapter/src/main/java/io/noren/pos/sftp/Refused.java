package io.noren.pos.sftp;

import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** An answer to the till: no, and what to do. Its codes are those of SFTP 3, which every client understands. */
final class Refused extends SftpException {
    private Refused(int status, String message) {
        super(status, message);
    }

    static Refused notAllowed(String message) {
        return new Refused(SftpConstants.SSH_FX_PERMISSION_DENIED, message);
    }

    static Refused failed(String message) {
        return new Refused(SftpConstants.SSH_FX_FAILURE, message);
    }

    static Refused unsupported(String message) {
        return new Refused(SftpConstants.SSH_FX_OP_UNSUPPORTED, message);
    }

    static Refused notThere() {
        return new Refused(
                SftpConstants.SSH_FX_NO_SUCH_FILE,
                "There are only this folder's files, and the folders done and parked.");
    }
}
