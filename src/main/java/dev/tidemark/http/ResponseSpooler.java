package dev.tidemark.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/**
 * Fetches the body of an answer to its end, decompressed, before anyone reads it: so a connection that breaks in the middle
 * is tried again as one that breaks at the start is.
 */
final class ResponseSpooler {

    /** What is kept of the body of an error. */
    private static final int OF_ERROR = 16 * 1024;

    private static final int BUFFER = 64 * 1024;

    private ResponseSpooler() {}

    /**
     * Fetches it. What is not read to its end is not closed either: that would read on, maybe for ever.
     *
     * @return whether all of it was read, so that the connection is good for another request
     * @throws ClientException when it is larger than that
     */
    static boolean fetch(ClassicHttpResponse response, long most) throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream in = entity == null ? null : entity.getContent();
        if (in == null) {
            return true;
        }
        ContentType type = ContentType.parseLenient(entity.getContentType());
        if (response.getCode() >= 300) {
            byte[] beginning = in.readNBytes(OF_ERROR);
            boolean whole = beginning.length < OF_ERROR;
            response.setEntity(new ByteArrayEntity(beginning, type));
            return whole;
        }
        Spool spool = Spool.of(out -> {
            copy(in, out, most);
            in.close();
        });
        response.setEntity(new InputStreamEntity(spool, type));
        return true;
    }

    private static void copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > most) {
                throw new ClientException(
                        "the answer is larger than maxResponseBytes (" + most
                                + " bytes, decompressed); ask for smaller pages, or raise it",
                        null);
            }
            out.write(buffer, 0, read);
        }
    }
}
