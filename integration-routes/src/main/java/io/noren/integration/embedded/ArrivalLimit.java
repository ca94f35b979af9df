package io.noren.integration.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConnectionPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a connection on which much more arrives than messages may be large. The broker asks about a message's size only
 * when it has all of it, and reads it into memory for that: a message without an end would take the process with it.
 * Counted is what has arrived less what turned out to be messages.
 */
final class ArrivalLimit implements ActiveMQServerConnectionPlugin, ActiveMQServerMessagePlugin {
    private static final Logger log = LoggerFactory.getLogger(ArrivalLimit.class);
    private static final AttributeKey<AtomicLong> UNFINISHED = AttributeKey.valueOf(ArrivalLimit.class, "unfinished");

    /** Under which Artemis's own reader stands in the pipeline. */
    private static final String READER = "handler";

    /** In bytes: frames, flow and the rest of the protocol around one message. */
    private static final int AROUND_A_MESSAGE = 1024;

    private final long limit;

    /** @param limit in bytes */
    ArrivalLimit(long limit) {
        this.limit = limit;
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        if (connection.getTransportConnection() instanceof NettyConnection net) {
            Channel channel = net.getNettyChannel();
            AtomicLong unfinished = new AtomicLong();
            channel.attr(UNFINISHED).set(unfinished);
            channel.pipeline().addBefore(READER, "arrival-limit", new Counting(unfinished));
        }
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue) {
        if (session.getRemotingConnection().getTransportConnection() instanceof NettyConnection net) {
            AtomicLong unfinished = net.getNettyChannel().attr(UNFINISHED).get();
            long finished = message.getWholeMessageSize() + AROUND_A_MESSAGE;
            if (unfinished != null) {
                unfinished.updateAndGet(arrived -> Math.max(0, arrived - finished));
            }
        }
    }

    /** Looks at what arrives before the broker does. */
    private final class Counting extends ChannelInboundHandlerAdapter {
        private final AtomicLong unfinished;

        Counting(AtomicLong unfinished) {
            this.unfinished = unfinished;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object arrived) throws Exception {
            if (arrived instanceof ByteBuf bytes && unfinished.addAndGet(bytes.readableBytes()) > limit) {
                ReferenceCountUtil.release(arrived);
                log.warn(
                        "A connection of tills, from {}, was ended: more than {} bytes came and were no message",
                        context.channel().remoteAddress(),
                        limit);
                ChannelFuture unused = context.close();
                return;
            }
            super.channelRead(context, arrived);
        }
    }
}
