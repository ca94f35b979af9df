package io.noren.pos.sftp;

import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpHelper;
import org.apache.sshd.sftp.server.SftpErrorStatusDataHandler;
import org.apache.sshd.sftp.server.SftpSubsystemEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a till is told when something fails: our own words as they are, of anything else only its kind. */
final class Answers implements SftpErrorStatusDataHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    @Override
    public int resolveSubStatus(
            SftpSubsystemEnvironment sftp, int id, Throwable failure, int command, Object... arguments) {
        int status = SftpHelper.resolveSubstatus(failure);
        // Later versions of the protocol have more codes; in version 3 they mean nothing.
        return status > SftpConstants.SSH_FX_OP_UNSUPPORTED ? SftpConstants.SSH_FX_FAILURE : status;
    }

    @Override
    public String resolveErrorMessage(
            SftpSubsystemEnvironment sftp, int id, Throwable failure, int status, int command, Object... arguments) {
        if (failure instanceof Refused refused) {
            if (command != SftpConstants.SSH_FXP_WRITE && status == SftpConstants.SSH_FX_FAILURE) {
                LOG.info("SFTP account {} was refused: {}", account(sftp), refused.getMessage());
            }
            return String.valueOf(refused.getMessage());
        }
        if (status == SftpConstants.SSH_FX_FAILURE) {
            LOG.warn("A request of SFTP account {} failed: {}", account(sftp), failure.toString());
            return "This could not be done now and nothing was taken; try again later.";
        }
        return SftpHelper.resolveStatusMessage(status);
    }

    private static String account(SftpSubsystemEnvironment sftp) {
        return sftp.getServerSession().getUsername();
    }
}
