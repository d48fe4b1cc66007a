package org.alluvium.rest.server;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Looks after clients that still send the body of their request when it is answered, as a refused upload is. The answer tells
 * them that the connection ends with it (RFC 9112, section 9.6), or their next request would meet a closed one; and what they
 * still send is taken and thrown away for a while, or the reset of the connection would destroy the answer on its way.
 */
final class LateContent extends Handler.Wrapper {
    /** How long a client may go on sending what nobody reads. */
    private static final long PATIENCE_SECONDS = 30;

    /** How much of what is there already is read before the answer, in pieces, so that the connection can be kept. */
    private static final int PIECES = 16;

    LateContent(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
            return super.handle(request, response, callback);
        }
        Exchange exchange = new Exchange(request, response);
        return super.handle(
                exchange,
                exchange.answer,
                Callback.from(callback.getInvocationType(), () -> exchange.end(callback), callback::failed));
    }

    /** A request with a body, and its answer. */
    private static final class Exchange extends Request.Wrapper {
        final Answer answer;

        /** Whether the answer began before the end of the body, and says so. */
        private volatile boolean late;

        Exchange(Request request, Response response) {
            super(request);
            answer = new Answer(response);
        }

        /** Reads what is there; unlike the original, it leaves the rest readable and the connection as it is. */
        @Override
        public boolean consumeAvailable() {
            for (int i = 0; i < PIECES; i++) {
                Content.Chunk chunk = read();
                if (chunk == null) {
                    return false;
                }
                chunk.release();
                if (chunk.isLast()) {
                    return !Content.Chunk.isFailure(chunk);
                }
            }
            return false;
        }

        /** Called once the answer is sent. */
        void end(Callback callback) {
            // Who waits for leave to send the body, sends none now.
            if (!late || getHeaders().contains(HttpHeader.EXPECT)) {
                callback.succeeded();
                return;
            }
            AtomicBoolean ended = new AtomicBoolean();
            Runnable once = () -> {
                if (ended.compareAndSet(false, true)) {
                    callback.succeeded();
                }
            };
            Scheduler.Task deadline = getComponents().getScheduler().schedule(once, PATIENCE_SECONDS, TimeUnit.SECONDS);
            Content.Source.consumeAll(this, Callback.from(() -> {
                deadline.cancel();
                once.run();
            }));
        }

        private final class Answer extends Response.Wrapper {
            Answer(Response response) {
                super(Exchange.this, response);
            }

            @Override
            public void write(boolean last, ByteBuffer content, Callback callback) {
                // Where the end of the connection is announced already, another thread may still read.
                if (!isCommitted()
                        && !getHeaders().contains(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString())
                        && !consumeAvailable()) {
                    getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
                    late = true;
                }
                super.write(last, content, callback);
            }
        }
    }
}
