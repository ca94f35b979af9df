package io.noren.integration.screens.shopper;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** From a form to a page, relative and built from its parts, so that nothing a form sends can lead elsewhere. */
final class Redirects {
    private Redirects() {}

    static ModelAndView to(String path) {
        return to(path, Map.of());
    }

    /** @param values fill in the path; what has no place there becomes the query */
    static ModelAndView to(String path, Map<String, String> values) {
        RedirectView view = new RedirectView(path, true);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return new ModelAndView(view, values);
    }
}
