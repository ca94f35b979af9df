package io.noren.integration.message;

import java.util.Optional;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.util.InvalidDeliveryReceiptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What the gateway says of text messages that it took. */
@Component
class SmppReceipts implements MessageReceiverListener {
    private static final Logger log = LoggerFactory.getLogger(SmppReceipts.class);

    private final MessageBook book;

    SmppReceipts(MessageBook book) {
        this.book = book;
    }

    @Override
    public void onAcceptDeliverSm(DeliverSm told) throws ProcessRequestException {
        if (!told.isSmscDeliveryReceipt()) {
            return; // a shopper's answer, which nobody reads
        }
        try {
            DeliveryReceipt receipt = told.getShortMessageAsDeliveryReceipt();
            Optional<Boolean> arrived = arrived(receipt);
            if (arrived.isPresent()) {
                book.heard(part(told, receipt), arrived.get());
            }
        } catch (InvalidDeliveryReceiptException e) {
            log.warn("A receipt of the SMS gateway cannot be read and is passed over");
        } catch (DataAccessException | TransactionException e) {
            // It is told again.
            throw new ProcessRequestException("not noted", SMPPConstant.STAT_ESME_RX_T_APPN);
        }
    }

    private static String part(DeliverSm told, DeliveryReceipt receipt) {
        OptionalParameter.Receipted_message_id id =
                told.getOptionalParameter(OptionalParameter.Receipted_message_id.class);
        return id == null ? receipt.getId() : id.getValueAsString();
    }

    /** @return empty for what is only on its way */
    private static Optional<Boolean> arrived(DeliveryReceipt receipt) {
        return switch (receipt.getFinalStatus()) {
            case DELIVRD -> Optional.of(true);
            case EXPIRED, DELETED, UNDELIV, REJECTD -> Optional.of(false);
            case ENROUTE, ACCEPTD, UNKNOWN -> Optional.empty();
        };
    }

    @Override
    public void onAcceptAlertNotification(AlertNotification told) {
        // Nobody asked for it.
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm told, Session source) throws ProcessRequestException {
        throw new ProcessRequestException("not taken", SMPPConstant.STAT_ESME_RINVCMDID);
    }
}
