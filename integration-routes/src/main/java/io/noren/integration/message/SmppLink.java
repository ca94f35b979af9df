package io.noren.integration.message;

import io.github.bucket4j.Bucket;
import io.noren.integration.message.MessageSettings.Smpp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The connection to whoever brings text messages: bound as a transceiver, asked now and then whether it still lives, and
 * bound again whenever it is lost, because receipts come by it, too.
 */
@Component
class SmppLink implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SmppLink.class);

    private static final byte PARTS_HAVE_HEADERS = 0x40;

    /** Command statuses that say that the number or the message is wrong: it would be no different the next time. */
    private static final Set<Integer> FOR_GOOD = Set.of(
            0x01, // message length
            0x0B, // destination
            0x50, // type of its number
            0x51, // its numbering plan
            0x65, // permanently
            0x66); // rejected by the receiver

    private final @Nullable Smpp settings;
    private final SmppReceipts receipts;
    private final @Nullable Semaphore window;
    private final @Nullable Bucket pace;
    private final Duration validFor;
    private final Semaphore wake = new Semaphore(0);

    private volatile @Nullable SMPPSession session;
    private volatile boolean running;

    SmppLink(MessageSettings settings, SmppReceipts receipts) {
        Smpp gateway = settings.smsGateway();
        this.settings = gateway;
        this.receipts = receipts;
        this.validFor = settings.receiptWithin();
        this.window = gateway == null ? null : new Semaphore(gateway.window());
        this.pace = gateway == null ? null : pace(gateway.perSecond());
    }

    private static Bucket pace(int perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    /**
     * Hands a text to the gateway, part after part.
     *
     * @param number in E.164, with its plus
     * @return the gateway's number of each part
     */
    List<String> submit(String number, ShortMessage message) throws NotSent, InterruptedException {
        SMPPSession bound = session;
        if (settings == null || window == null || pace == null || bound == null || !isBound(bound)) {
            throw new NotSent(false, "gateway not bound");
        }
        List<String> parts = new ArrayList<>();
        for (byte[] part : message.parts()) {
            long limit = settings.answerWithin().toMillis();
            if (!window.tryAcquire(limit, TimeUnit.MILLISECONDS)) {
                throw new NotSent(false, "gateway is slow");
            }
            try {
                if (!pace.asBlocking().tryConsume(1, Duration.ofMillis(limit))) {
                    throw new NotSent(false, "too many at once");
                }
                parts.add(submit(bound, settings, number, message, part));
            } finally {
                window.release();
            }
        }
        return parts;
    }

    private String submit(SMPPSession bound, Smpp gateway, String number, ShortMessage message, byte[] part)
            throws NotSent {
        try {
            return bound.submitShortMessage(
                            "",
                            typeOf(gateway.from()),
                            numberingOf(gateway.from()),
                            gateway.from().replaceFirst("^\\+", ""),
                            TypeOfNumber.INTERNATIONAL,
                            NumberingPlanIndicator.ISDN,
                            number.replaceFirst("^\\+", ""),
                            new ESMClass(message.isLong() ? PARTS_HAVE_HEADERS : 0),
                            (byte) 0,
                            (byte) 0,
                            null,
                            // What it has not brought by then goes by another channel, and must not come as well.
                            relative(validFor),
                            new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                            (byte) 0,
                            new RawDataCoding(message.dataCoding()),
                            (byte) 0,
                            part)
                    .getMessageId();
        } catch (NegativeResponseException e) {
            int status = e.getCommandStatus();
            throw new NotSent(FOR_GOOD.contains(status), "SMPP 0x%02X".formatted(status));
        } catch (PDUException | ResponseTimeoutException | InvalidResponseException | IOException e) {
            throw new NotSent(false, e.getClass().getSimpleName());
        }
    }

    /** SMPP 3.4, 7.1.1.2: so long from now. */
    private static String relative(Duration time) {
        return "0000%02d%02d%02d%02d000R"
                .formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
    }

    private static TypeOfNumber typeOf(String sender) {
        if (sender.startsWith("+")) {
            return TypeOfNumber.INTERNATIONAL;
        }
        return sender.chars().anyMatch(Character::isLetter) ? TypeOfNumber.ALPHANUMERIC : TypeOfNumber.UNKNOWN;
    }

    private static NumberingPlanIndicator numberingOf(String sender) {
        return sender.startsWith("+") ? NumberingPlanIndicator.ISDN : NumberingPlanIndicator.UNKNOWN;
    }

    private static boolean isBound(SMPPSession session) {
        return session.getSessionState().isTransmittable();
    }

    @Override
    public void start() {
        running = true;
        if (settings != null) {
            Thread keeper = new Thread(this::keepBound, "smpp-link");
            keeper.setDaemon(true);
            keeper.start();
        }
    }

    private void keepBound() {
        boolean told = false;
        while (running && settings != null) {
            SMPPSession present = session;
            try {
                if (present == null || !isBound(present)) {
                    session = bind(settings);
                    log.info("The SMS gateway {} is bound", settings.host());
                    told = false;
                }
            } catch (IOException e) {
                if (!told) {
                    log.warn(
                            "The SMS gateway {} cannot be bound; it is tried again: {}", settings.host(), e.toString());
                    told = true;
                }
            }
            if (!rest(settings.bindAgainAfter())) {
                return;
            }
        }
    }

    /** @return whether to go on */
    private boolean rest(Duration time) {
        try {
            if (wake.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
            return running;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private SMPPSession bind(Smpp gateway) throws IOException {
        SMPPSession fresh = new SMPPSession((host, port) -> connection(host, port, gateway.tls()));
        fresh.setEnquireLinkTimer((int) gateway.enquireLinkEvery().toMillis());
        fresh.setTransactionTimer(gateway.answerWithin().toMillis());
        fresh.setMessageReceiverListener(receipts);
        fresh.addSessionStateListener((now, before, source) -> {
            if (now == SessionState.CLOSED) {
                wake.release();
            }
        });
        fresh.connectAndBind(
                gateway.host(),
                gateway.port(),
                new BindParameter(
                        BindType.BIND_TRX,
                        gateway.systemId(),
                        gateway.password(),
                        gateway.systemType(),
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.UNKNOWN,
                        null),
                gateway.answerWithin().toMillis());
        return fresh;
    }

    private static Connection connection(String host, int port, boolean tls) throws IOException {
        if (!tls) {
            return new SocketConnection(new Socket(host, port));
        }
        SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket(host, port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate is this host's
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new SocketConnection(socket);
    }

    @Override
    public void stop() {
        running = false;
        wake.release();
        SMPPSession present = session;
        if (present != null) {
            present.unbindAndClose();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
