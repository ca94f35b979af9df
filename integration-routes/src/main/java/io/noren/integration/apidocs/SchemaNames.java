package io.noren.integration.apidocs;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;

/** Several controllers have a Page of their own: in the document each is named after where it is written. */
class SchemaNames extends TypeNameResolver {

    @Override
    protected String nameForClass(Class<?> type, Set<Options> options) {
        Class<?> outer = type.getEnclosingClass();
        if (outer == null) {
            return super.nameForClass(type, options);
        }
        String where = nameForClass(outer, options).replace("Controller", "");
        return type.getSimpleName().startsWith(where) ? type.getSimpleName() : where + type.getSimpleName();
    }
}
