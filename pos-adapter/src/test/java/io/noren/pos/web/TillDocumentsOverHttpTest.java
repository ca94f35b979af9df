package io.noren.pos.web;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import io.noren.pos.Story;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

class TillDocumentsOverHttpTest extends Story {
    @Autowired
    MockMvc http;

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void aDocumentIsAnsweredWithWhatBecameOfIt() throws Exception {
        String document = log().sale(1)
                .line("A", "1")
                .store("atlantis")
                .sale(2)
                .line("A", "1")
                .toString();
        String receipt = http.perform(to(source).content(document))
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.transactions").value(2))
                .andExpect(jsonPath("$.recorded").value(1))
                .andExpect(jsonPath("$.duplicates").value(0))
                .andExpect(jsonPath("$.parked.length()").value(1))
                .andExpect(jsonPath("$.parked[0].code").value("UNKNOWN_LOCATION"))
                .andExpect(jsonPath("$.parked[0].place").value(13))
                .andReturn()
                .getResponse()
                .getContentAsString();
        http.perform(to(source).content(document))
                .andExpect(jsonPath("$.recorded").value(0))
                .andExpect(jsonPath("$.duplicates").value(1));

        http.perform(get("/api/v1/pos/documents/{id}", (String) JsonPath.read(receipt, "$.document")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.source").value(source))
                .andExpect(jsonPath("$.state").value("READ"))
                .andExpect(jsonPath("$.recorded").value(1))
                .andExpect(jsonPath("$.parked[0].code").value("UNKNOWN_LOCATION"));
        http.perform(get("/api/v1/pos/gaps").param("location", "ginza").param("businessDay", "2026-04-01"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.tills[?(@.source == '" + source + "')].first")
                        .value(1));
    }

    @Test
    void refusalsHaveANameAndAStatusAndAPlace() throws Exception {
        http.perform(to(source).content("<POSLog>\n<Transaction>\n</POSLog>"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("MALFORMED_DOCUMENT"))
                .andExpect(jsonPath("$.line").value(3))
                .andExpect(jsonPath("$.column").isNumber());
        http.perform(to(source))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("EMPTY_DOCUMENT"));
        http.perform(to("No Such_Source").content("<POSLog/>"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.errors[0].field").value("source"))
                .andExpect(jsonPath("$.code").value("INVALID_SOURCE"));
        http.perform(to(source).contentType(MediaType.APPLICATION_JSON).content("{}"))
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(jsonPath("$.code").value("UNSUPPORTED_DOCUMENT_TYPE"));
        http.perform(to(source).header("Content-Encoding", "gzip").content("<POSLog/>"))
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(jsonPath("$.code").value("UNSUPPORTED_CONTENT_ENCODING"));
        for (String packed : List.of("1f8b0800", "504b03041400", "28b52ffd24", "fd377a585a0000", "377abcaf271c00")) {
            http.perform(to(source).content(HexFormat.of().parseHex(packed)))
                    .andExpect(status().isUnsupportedMediaType())
                    .andExpect(jsonPath("$.code").value("PACKED_DOCUMENT"));
        }
        http.perform(get("/api/v1/pos/documents/{id}", "6f0f35c4-1c3a-3b0e-9a37-5f0b9f0f2b11"))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.code").value("NO_SUCH_DOCUMENT"));
        assertThat(data().resolve("spool")).isEmptyDirectory();
    }

    @Test
    void aDocumentOfTwoHundredMegabytesIsRefusedWithoutReadingItAllWhateverItSaysOfItsLength() throws Exception {
        for (long announced : new long[] {200_000_000L, 10L, -1L}) {
            Flood flood = new Flood(200_000_000L);
            http.perform(context -> flood.request(context, "/api/v1/pos/" + source + "/documents", announced))
                    .andExpect(status().is(413))
                    .andExpect(jsonPath("$.code").value("DOCUMENT_TOO_LARGE"))
                    .andExpect(jsonPath("$.limit").value(64 << 20));
            assertThat(flood.read).isLessThan((64 << 20) + 100_000);
        }
        assertThat(data().resolve("spool")).isEmptyDirectory();
    }

    @Test
    void aKeyOfOneStoreSpeaksForThatStoreOnly() throws Exception {
        signIn("SCOPE_pos", "location:ginza");
        String receipt = http.perform(to(source)
                        .content(log().sale(1)
                                .line("A", "1")
                                .store("ueno")
                                .sale(2)
                                .line("A", "1")
                                .toString()))
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.recorded").value(1))
                .andExpect(jsonPath("$.parked[0].code").value("LOCATION_NOT_ALLOWED"))
                .andReturn()
                .getResponse()
                .getContentAsString();
        String id = JsonPath.read(receipt, "$.document");

        http.perform(get("/api/v1/pos/documents/{id}", id)).andExpect(status().isOk());
        http.perform(gaps("ginza")).andExpect(status().isOk());
        http.perform(gaps("ueno"))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.code").value("LOCATION_FORBIDDEN"))
                .andExpect(jsonPath("$.errors[0].field").value("location"));
        signIn("SCOPE_pos", "location:ueno");
        http.perform(get("/api/v1/pos/documents/{id}", id)).andExpect(status().isNotFound());
        signIn("SCOPE_pos");
        http.perform(to(source).content(log().sale(3).line("A", "1").toString()))
                .andExpect(jsonPath("$.parked[0].code").value("LOCATION_NOT_ALLOWED"));
        signIn("SCOPE_pos", "location:*");
        http.perform(get("/api/v1/pos/documents/{id}", id)).andExpect(status().isOk());
    }

    private static void signIn(String... authorities) {
        SecurityContextHolder.getContext()
                .setAuthentication(
                        new TestingAuthenticationToken("till", "", AuthorityUtils.createAuthorityList(authorities)));
    }

    private static MockHttpServletRequestBuilder gaps(String location) {
        return get("/api/v1/pos/gaps").param("location", location).param("businessDay", "2026-04-01");
    }

    private static MockHttpServletRequestBuilder to(String source) {
        return post("/api/v1/pos/{source}/documents", source).contentType(MediaType.APPLICATION_XML);
    }

    /** A request whose body is made while it is read. */
    private static final class Flood extends ServletInputStream {
        private final long length;
        private long read;

        Flood(long length) {
            this.length = length;
        }

        MockHttpServletRequest request(ServletContext context, String path, long announced) {
            Flood body = this;
            MockHttpServletRequest request = new MockHttpServletRequest(context, "POST", path) {
                @Override
                public ServletInputStream getInputStream() {
                    return body;
                }

                @Override
                public long getContentLengthLong() {
                    return announced;
                }
            };
            request.setContentType("application/xml");
            return request;
        }

        @Override
        public int read() {
            return read++ < length ? ' ' : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int size) {
            if (read >= length) {
                return -1;
            }
            Arrays.fill(buffer, offset, offset + size, (byte) ' ');
            read += size;
            return size;
        }

        @Override
        public boolean isFinished() {
            return read >= length;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
