package io.noren.loyalty.personal;

import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/** Databases of their own, as old as wanted. */
@Component
class Databases {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final JdbcClient sql;
    private final String url;
    private final String user;
    private final String password;

    Databases(
            JdbcClient sql,
            @Value("${spring.datasource.url}") String url,
            @Value("${spring.datasource.username}") String user,
            @Value("${spring.datasource.password}") String password) {
        this.sql = sql;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    DataSource newOne() {
        String name = "sealed_" + NUMBER.incrementAndGet();
        sql.sql("create database " + name).update();
        return new DriverManagerDataSource(url.replaceFirst("(//[^/]+/)[^?]*", "$1" + name), user, password);
    }

    static void migrate(DataSource database, MasterKey master, String target) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/loyalty")
                .javaMigrations(new Unsealed(master))
                .target(target)
                .load()
                .migrate();
    }
}
