package io.noren.pos.csv;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param csv {@code noren.pos.csv.<source>}: the sources that write CSV, each with its mapping */
@ConfigurationProperties("noren.pos")
record CsvSettings(@DefaultValue Map<String, CsvMapping> csv) {}
