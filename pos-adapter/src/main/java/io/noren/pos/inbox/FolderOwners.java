package io.noren.pos.inbox;

import io.noren.pos.LocationBinding;
import java.util.Optional;

/** Who brings files through a folder of its own in the inbox, and for which locations such a file may speak. */
public interface FolderOwners {

    /** @return empty when no account of this name brings files of this source */
    Optional<LocationBinding> bindingOf(String source, String account);
}
