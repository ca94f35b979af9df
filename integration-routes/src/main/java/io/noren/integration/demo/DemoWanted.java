package io.noren.integration.demo;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** As {@code noren.demo} says; where it says nothing, only with the embedded database. */
class DemoWanted implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment settings = context.getEnvironment();
        String wanted = settings.getProperty("noren.demo", "");
        return wanted.isBlank()
                ? settings.getProperty("noren.database.url", "").isBlank()
                : Boolean.parseBoolean(wanted);
    }
}
