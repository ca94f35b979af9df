package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code api/inventory/problems.json} has the codes that the code has, with the status that they get. */
class ProblemsOfTheApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

    /** Words that are no refusals: why availability is degraded, states, and what a group of holds tells itself. */
    private static final Set<String> NO_REFUSALS = Set.of(
            "FEED_TOO_OLD", "FEED_NEVER_HEARD", "LARGER_BUFFER", "PICKUP_OFF", "PARTIALLY_RECEIVED", "ANSWERED_BEFORE");

    private final PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();

    @Test
    void everyCodeIsExplainedAndNoOtherIs() throws IOException {
        assertThat(problems().propertyNames()).containsExactlyInAnyOrderElementsOf(codesInTheCode());
    }

    @Test
    void eachHasTheStatusThatItsRefusalGets() throws IOException {
        problems().properties().forEach(problem -> {
            JsonNode status = problem.getValue().path("status");
            if (!status.isMissingNode()) {
                Refusal refusal = new Refusal(problem.getKey(), "no");
                assertThat(new RefusalAdvice()
                                .refused(refusal, new MockHttpServletResponse())
                                .getStatus())
                        .as(problem.getKey())
                        .isEqualTo(status.asInt());
            }
            assertThat(problem.getValue().path("means").asString(""))
                    .as(problem.getKey())
                    .isNotBlank();
        });
    }

    @Test
    void everyCodeOfAnOperationIsExplained() throws IOException {
        Set<String> told = new TreeSet<>();
        for (Resource file : files.getResources("classpath:api/inventory/operations/*.json")) {
            JsonNode operation = read(file);
            operation.path("problems").forEach(code -> told.add(code.asString()));
            operation.path("rowProblems").forEach(code -> told.add(code.asString()));
            if (operation.path("operation").asString().startsWith("POST")) {
                told.addAll(Set.of("IDEMPOTENCY_KEY_INVALID", "IDEMPOTENCY_KEY_REUSED"));
            }
        }
        assertThat(problems().propertyNames()).containsAll(told);
    }

    private JsonNode problems() throws IOException {
        return read(files.getResource("classpath:api/inventory/problems.json"));
    }

    private static JsonNode read(Resource file) throws IOException {
        try (InputStream content = file.getInputStream()) {
            return JSON.readTree(content);
        }
    }

    /** Every text that looks like a code, but for the names of enumerations. */
    private Set<String> codesInTheCode() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (Resource file : files.getResources("classpath*:io/noren/inventory/**/*.class")) {
            if (!file.getURL().getPath().contains("/test-classes/")) {
                try (InputStream content = file.getInputStream()) {
                    new ClassReader(content).accept(new Constants(codes), ClassReader.SKIP_DEBUG);
                }
            }
        }
        codes.removeAll(NO_REFUSALS);
        return codes;
    }

    private static final class Constants extends ClassVisitor {
        private final Set<String> codes;
        private boolean enumeration;

        Constants(Set<String> codes) {
            super(SpringAsmInfo.ASM_VERSION);
            this.codes = codes;
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            enumeration = (access & Opcodes.ACC_ENUM) != 0;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String types, String signature, String[] exceptions) {
            if (enumeration && name.equals("<clinit>")) {
                return null;
            }
            return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {
                @Override
                public void visitLdcInsn(Object constant) {
                    if (constant instanceof String text && CODE.matcher(text).matches()) {
                        codes.add(text);
                    }
                }
            };
        }
    }
}
