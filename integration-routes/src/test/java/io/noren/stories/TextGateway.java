package io.noren.stories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.DeliveryReceiptState;
import org.jsmpp.util.MessageId;
import org.jspecify.annotations.Nullable;
import org.springframework.test.util.TestSocketUtils;

/**
 * A gateway for text messages that speaks SMPP. Phones behind it show what they can put together from the parts that came,
 * and it says of each part that it arrived, that it did not, or nothing, as the story wants.
 */
final class TextGateway implements ServerMessageReceiverListener {
    static final String SYSTEM = "noren";
    static final String PASSWORD = "secret";

    private static final int HEADERS = 0x40;

    final int port = TestSocketUtils.findAvailableTcpPort();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "text-gateway");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final Map<String, Manner> manners = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private volatile @Nullable SMPPServerSessionListener door;

    /** What becomes of a text for a number. */
    enum Manner {
        ARRIVES,
        /** And the receipts come before the answers do. */
        ARRIVES_AT_ONCE,
        IS_LOST,
        NOBODY_KNOWS,
        /** There is no such number. */
        IS_REFUSED
    }

    record Part(String id, String number, int reference, int of, int place, byte coding, byte[] text) {}

    /** What a phone shows, and of how many parts it is made. */
    record Shown(String text, int parts) {}

    void opens() {
        try {
            SMPPServerSessionListener fresh = new SMPPServerSessionListener(port);
            door = fresh;
            threads.execute(() -> letIn(fresh));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void closes() {
        try {
            SMPPServerSessionListener open = door;
            door = null;
            if (open != null) {
                open.close();
            }
            sessions.forEach(SMPPServerSession::close);
            sessions.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void treats(String number, Manner manner) {
        manners.put(number, manner);
    }

    /** Whatever comes next for a number is answered with this status. */
    void refusesNext(String number, int status) {
        refusals.put(number, status);
    }

    /** Says late what became of all parts for a number. */
    void tells(String number, DeliveryReceiptState state) {
        partsFor(number).forEach(part -> tell(sessions.get(sessions.size() - 1), number, part.id(), state));
    }

    /** What came for a number, in E.164 without its plus. */
    List<Part> partsFor(String number) {
        return parts.stream().filter(part -> part.number().equals(number)).toList();
    }

    /** The texts that the phone of this number shows, as far as all of their parts came. */
    List<Shown> shownTo(String number) {
        Map<Integer, TreeMap<Integer, Part>> texts = new TreeMap<>();
        partsFor(number)
                .forEach(part -> texts.computeIfAbsent(part.reference(), any -> new TreeMap<>())
                        .put(part.place(), part));
        return texts.values().stream()
                .filter(text -> text.size() == text.firstEntry().getValue().of())
                .map(text -> new Shown(
                        text.values().stream().map(TextGateway::decoded).reduce("", String::concat), text.size()))
                .toList();
    }

    private static String decoded(Part part) {
        // Of the GSM alphabet the stories only use what it has in common with ASCII.
        Charset charset = part.coding() == 8 ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII;
        return new String(part.text(), charset);
    }

    private void letIn(SMPPServerSessionListener open) {
        while (door == open) {
            try {
                SMPPServerSession session = open.accept();
                session.setMessageReceiverListener(this);
                sessions.add(session);
                threads.execute(() -> bind(session));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void bind(SMPPServerSession session) {
        try {
            BindRequest request = session.waitForBind(10_000);
            if (SYSTEM.equals(request.getSystemId()) && PASSWORD.equals(request.getPassword())) {
                request.accept("gateway", InterfaceVersion.IF_34);
            } else {
                request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
            }
        } catch (Exception e) {
            session.close();
        }
    }

    @Override
    public SubmitSmResult onAcceptSubmitSm(SubmitSm told, SMPPServerSession session) throws ProcessRequestException {
        String number = told.getDestAddress();
        Integer refusal = refusals.remove(number);
        Manner manner = manners.getOrDefault(number, Manner.ARRIVES);
        if (refusal != null || manner == Manner.IS_REFUSED) {
            throw new ProcessRequestException("refused", refusal == null ? SMPPConstant.STAT_ESME_RINVDSTADR : refusal);
        }
        byte[] octets = told.getShortMessage();
        boolean headers = (told.getEsmClass() & HEADERS) != 0;
        int text = headers ? octets[0] + 1 : 0;
        int unique = numbers.incrementAndGet();
        String id = "g-" + unique;
        parts.add(new Part(
                id,
                number,
                headers ? octets[3] & 0xFF : 1_000 + unique,
                headers ? octets[4] : 1,
                headers ? octets[5] : 1,
                told.getDataCoding(),
                Arrays.copyOfRange(octets, text, octets.length)));
        if (manner == Manner.ARRIVES_AT_ONCE) {
            tell(session, number, id, DeliveryReceiptState.DELIVRD);
        } else if (manner != Manner.NOBODY_KNOWS) {
            threads.execute(() -> tell(
                    session,
                    number,
                    id,
                    manner == Manner.IS_LOST ? DeliveryReceiptState.UNDELIV : DeliveryReceiptState.DELIVRD));
        }
        try {
            return new SubmitSmResult(new MessageId(id), new OptionalParameter[0]);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void tell(SMPPServerSession session, String number, String id, DeliveryReceiptState state) {
        try {
            DeliveryReceipt receipt = new DeliveryReceipt(id, 1, 1, new Date(), new Date(), state, "000", "");
            session.deliverShortMessage(
                    "",
                    TypeOfNumber.INTERNATIONAL,
                    NumberingPlanIndicator.ISDN,
                    number,
                    TypeOfNumber.UNKNOWN,
                    NumberingPlanIndicator.UNKNOWN,
                    "noren",
                    new ESMClass(MessageMode.DEFAULT, MessageType.SMSC_DEL_RECEIPT, GSMSpecificFeature.DEFAULT),
                    (byte) 0,
                    (byte) 0,
                    new RegisteredDelivery(0),
                    DataCodings.ZERO,
                    receipt.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti told, SMPPServerSession session)
            throws ProcessRequestException {
        throw unexpected();
    }

    @Override
    public QuerySmResult onAcceptQuerySm(QuerySm told, SMPPServerSession session) throws ProcessRequestException {
        throw unexpected();
    }

    @Override
    public void onAcceptReplaceSm(ReplaceSm told, SMPPServerSession session) throws ProcessRequestException {
        throw unexpected();
    }

    @Override
    public void onAcceptCancelSm(CancelSm told, SMPPServerSession session) throws ProcessRequestException {
        throw unexpected();
    }

    @Override
    public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm told, SMPPServerSession session)
            throws ProcessRequestException {
        throw unexpected();
    }

    @Override
    public void onAcceptCancelBroadcastSm(CancelBroadcastSm told, SMPPServerSession session)
            throws ProcessRequestException {
        throw unexpected();
    }

    @Override
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm told, SMPPServerSession session)
            throws ProcessRequestException {
        throw unexpected();
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm told, Session session) throws ProcessRequestException {
        throw unexpected();
    }

    private static ProcessRequestException unexpected() {
        return new ProcessRequestException("unexpected", SMPPConstant.STAT_ESME_RINVCMDID);
    }
}
