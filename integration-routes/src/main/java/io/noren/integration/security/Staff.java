package io.noren.integration.security;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Store staff who sign in on the screens. */
@Service
public class Staff implements UserDetailsService {
    private final JdbcClient jdbc;
    private final PasswordEncoder passwords;
    private final Clock clock;

    Staff(JdbcClient jdbc, PasswordEncoder passwords, Clock clock) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * Adds a person or replaces what is known of them.
     *
     * @param admin may use every page, parked messages included
     * @param locations where they work; {@link ApiKeys#ANYWHERE} for all
     */
    @Transactional
    public void put(String username, String password, String displayName, boolean admin, Collection<String> locations) {
        jdbc.sql("""
                        insert into integration.staff (username, password, display_name, admin, locations, created_at)
                        values (:username, :password, :name, :admin, :locations, :at)
                        on conflict (username) do update set password = excluded.password,
                            display_name = excluded.display_name, admin = excluded.admin, locations = excluded.locations
                        """)
                .param("username", username)
                .param("password", passwords.encode(password))
                .param("name", displayName)
                .param("admin", admin)
                .param("locations", locations.toArray(String[]::new))
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    public boolean isEmpty() {
        return jdbc.sql("select not exists (select 1 from integration.staff)")
                .query(Boolean.class)
                .single();
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        return jdbc.sql("select * from integration.staff where username = :username")
                .param("username", username)
                .query((row, n) -> User.withUsername(row.getString("username"))
                        .password(row.getString("password"))
                        .authorities(authorities(row.getBoolean("admin"), ApiKeys.texts(row, "locations")))
                        .build())
                .optional()
                .orElseThrow(() -> new UsernameNotFoundException("no such staff"));
    }

    private static List<GrantedAuthority> authorities(boolean admin, Collection<String> locations) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        authorities.add(new SimpleGrantedAuthority("staff"));
        if (admin) {
            authorities.add(new SimpleGrantedAuthority(Scope.ADMIN.authority()));
        }
        locations.forEach(location -> authorities.add(new SimpleGrantedAuthority("location:" + location)));
        return authorities;
    }
}
