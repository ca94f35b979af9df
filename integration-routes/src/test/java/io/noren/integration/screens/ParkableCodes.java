package io.noren.integration.screens;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The codes of everything that can be parked, read from the compiled classes: every constant that looks like a code in
 * every method that a flow, the drop folder, or what names a failure can reach. A new refusal deep in one of the modules
 * is found without anybody listing it. Rather one too many than one too few: whether a call is ever made is not asked.
 */
final class ParkableCodes {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|UNEXPECTED");

    /** Where the work begins whose failure is parked, and where a failure gets its name. */
    private static final List<String> BEGINNINGS = List.of(
            "io/noren/integration/flow/",
            "io/noren/integration/till/",
            "io/noren/pos/inbox/DropFolder",
            "io/noren/integration/broker/Trouble");

    /** What an answer about availability says of an old one; it looks like a code and refuses nothing. */
    private static final Set<String> NOT_A_REFUSAL =
            Set.of("FEED_NEVER_HEARD", "FEED_TOO_OLD", "LARGER_BUFFER", "PICKUP_OFF");

    private static final String STATIC_INITIALISER = "<clinit>()V";

    /** A method's name and types; its owner is the class that a caller names. */
    private record Call(String owner, String signature) {}

    /** What one method calls and which texts it holds. */
    private record Body(Set<Call> calls, Set<String> texts) {
        Body() {
            this(new HashSet<>(), new HashSet<>());
        }
    }

    /** A class, its parents, the classes of its fields, and its methods by signature. */
    private record Known(boolean enumeration, Set<String> parents, Set<String> fields, Map<String, Body> methods) {}

    private final Map<String, Known> classes = new HashMap<>();
    private final Map<String, Set<String>> children = new HashMap<>();

    private ParkableCodes() {}

    static Set<String> find() throws IOException {
        ParkableCodes all = new ParkableCodes();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:io/noren/**/*.class")) {
            try (InputStream content = file.getInputStream()) {
                new ClassReader(content).accept(all.new Reading(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        }
        return all.reached();
    }

    private Set<String> reached() {
        Set<String> codes = new TreeSet<>();
        Deque<Call> waiting = new ArrayDeque<>();
        Set<Call> seen = new HashSet<>();
        classes.forEach((name, known) -> {
            if (BEGINNINGS.stream().anyMatch(name::startsWith)) {
                known.methods().keySet().forEach(signature -> waiting.add(new Call(name, signature)));
            }
        });
        while (!waiting.isEmpty()) {
            Call call = waiting.pop();
            Known known = classes.get(call.owner());
            if (known == null || !seen.add(call)) {
                continue;
            }
            waiting.add(new Call(call.owner(), STATIC_INITIALISER));
            // Declared above, or overridden below: which one it is, is decided when it runs.
            known.parents().forEach(parent -> waiting.add(new Call(parent, call.signature())));
            children.getOrDefault(call.owner(), Set.of())
                    .forEach(child -> waiting.add(new Call(child, call.signature())));
            Body body = known.methods().get(call.signature());
            if (body != null) {
                waiting.addAll(body.calls());
                waiting.addAll(calledByName(known, body));
                if (!(known.enumeration() && call.signature().equals(STATIC_INITIALISER))) {
                    body.texts().stream()
                            .filter(text -> CODE.matcher(text).matches() && !NOT_A_REFUSAL.contains(text))
                            .forEach(codes::add);
                }
            }
        }
        return codes;
    }

    /** Camel is told a bean's method by its name. */
    private Set<Call> calledByName(Known caller, Body body) {
        Set<Call> calls = new HashSet<>();
        for (String field : caller.fields()) {
            Known bean = classes.get(field);
            if (bean != null) {
                bean.methods().keySet().stream()
                        .filter(signature -> body.texts().contains(signature.substring(0, signature.indexOf('('))))
                        .forEach(signature -> calls.add(new Call(field, signature)));
            }
        }
        return calls;
    }

    /** Takes down one class. */
    private final class Reading extends ClassVisitor {
        private String name = "";
        private Known known = new Known(false, Set.of(), Set.of(), Map.of());

        Reading() {
            super(SpringAsmInfo.ASM_VERSION);
        }

        @Override
        public void visit(
                int version,
                int access,
                String internalName,
                @Nullable String signature,
                @Nullable String superName,
                String[] interfaces) {
            name = internalName;
            Set<String> parents = new HashSet<>(List.of(interfaces));
            if (superName != null) {
                parents.add(superName);
            }
            known = new Known((access & Opcodes.ACC_ENUM) != 0, parents, new HashSet<>(), new HashMap<>());
            classes.put(name, known);
            parents.forEach(parent ->
                    children.computeIfAbsent(parent, any -> new HashSet<>()).add(name));
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String field, String type, @Nullable String signature, @Nullable Object value) {
            if (Type.getType(type).getSort() == Type.OBJECT) {
                known.fields().add(Type.getType(type).getInternalName());
            }
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String types, @Nullable String signature, String @Nullable [] exceptions) {
            Body body = new Body();
            known.methods().put(method + types, body);
            return new Writing(body);
        }
    }

    /** Takes down one method. */
    private static final class Writing extends MethodVisitor {
        private final Body body;

        Writing(Body body) {
            super(SpringAsmInfo.ASM_VERSION);
            this.body = body;
        }

        @Override
        public void visitLdcInsn(Object constant) {
            if (constant instanceof String text) {
                body.texts().add(text);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String types, boolean onInterface) {
            body.calls().add(new Call(owner, method + types));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
            body.calls().add(new Call(owner, STATIC_INITIALISER));
        }

        /** A lambda or a method reference: whoever makes it may call it. */
        @Override
        public void visitInvokeDynamicInsn(String method, String types, Handle maker, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    body.calls().add(new Call(handle.getOwner(), handle.getName() + handle.getDesc()));
                }
            }
        }
    }
}
