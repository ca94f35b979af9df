package io.noren.pos.smaregi;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param smaregi {@code noren.pos.smaregi.<source>}: what only Smaregi's sources have */
@ConfigurationProperties("noren.pos")
record SmaregiContracts(@DefaultValue Map<String, SmaregiContract> smaregi) {

    SmaregiContract of(String source) {
        SmaregiContract contract = smaregi.get(source);
        if (contract == null) {
            throw new IllegalStateException("noren.pos.smaregi." + source + " is not set any more");
        }
        return contract;
    }
}
