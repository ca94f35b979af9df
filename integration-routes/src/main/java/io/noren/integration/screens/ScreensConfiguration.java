package io.noren.integration.screens;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;

/** Language and frame of all pages. */
@Configuration(proxyBeanMethods = false)
class ScreensConfiguration implements WebMvcConfigurer {
    private static final Duration LANGUAGE_REMEMBERED = Duration.ofDays(365);

    /** The language chosen by the switch, kept in a cookie; before that, what the browser asks for. */
    @Bean
    static LocaleResolver localeResolver() {
        CookieLocaleResolver chosen = new CookieLocaleResolver("noren-language");
        chosen.setCookieMaxAge(LANGUAGE_REMEMBERED);
        chosen.setCookieHttpOnly(true);
        chosen.setCookieSameSite("Lax");
        chosen.setRejectInvalidCookies(false);
        chosen.setDefaultLocaleFunction(request ->
                Language.preferredOf(Collections.list(request.getLocales())).locale());
        return chosen;
    }

    /** A script is found without its version in its address; to write that in, every API request was wrapped, too. */
    @Bean
    static FilterRegistrationBean<ResourceUrlEncodingFilter> noVersionsInAddresses() {
        FilterRegistrationBean<ResourceUrlEncodingFilter> filter =
                new FilterRegistrationBean<>(new ResourceUrlEncodingFilter());
        filter.setEnabled(false);
        return filter;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new LanguageSwitch(localeResolver())).excludePathPatterns("/api/**");
        interceptors.addInterceptor(new FrameInterceptor()).excludePathPatterns("/api/**");
    }

    /** {@code ?lang=ja} or {@code ?lang=en} on any page; anything else is ignored. */
    private record LanguageSwitch(LocaleResolver languages) implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            String wanted = request.getParameter("lang");
            if (wanted != null) {
                Language.of(wanted).ifPresent(language -> languages.setLocale(request, response, language.locale()));
            }
            return true;
        }
    }
}
