package org.alluvium.driver.ec2;

import static java.util.Objects.requireNonNull;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object on its way from S3. Closing it early ends the connection; the library would read the rest. */
final class Ec2Download extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> answer;
    private final Runnable release;
    private boolean ended;
    private boolean closed;

    /**
     * @param release what to do when it is closed
     */
    Ec2Download(ResponseInputStream<GetObjectResponse> answer, Runnable release) {
        super(answer);
        this.answer = requireNonNull(answer);
        this.release = requireNonNull(release);
    }

    /** What S3 told of it. */
    GetObjectResponse head() {
        return answer.response();
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        ended |= next < 0;
        return next;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        int got = in.read(target, from, count);
        ended |= got < 0;
        return got;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (ended) {
                answer.close();
            } else {
                answer.abort();
            }
        } finally {
            release.run();
        }
    }
}
