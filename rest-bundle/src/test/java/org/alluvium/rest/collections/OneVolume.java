package org.alluvium.rest.collections;

import java.util.List;
import java.util.Optional;
import org.alluvium.capability.VolumeOperations;
import org.alluvium.capability.VolumeRequest;
import org.alluvium.driver.CloudException;
import org.alluvium.model.Volume;

/** A cloud with one volume, {@code v/1}, that tells what can be done with it. */
final class OneVolume implements VolumeOperations {
    private static final Volume VOLUME = new Volume(
            "v/1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "plenty",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(Volume.Action.ATTACH, Volume.Action.DETACH, Volume.Action.DESTROY));

    @Override
    public List<Volume> list() {
        return List.of(VOLUME);
    }

    @Override
    public Optional<Volume> find(String id) {
        return id.equals(VOLUME.id()) ? Optional.of(VOLUME) : Optional.empty();
    }

    @Override
    public Volume create(VolumeRequest request) {
        return VOLUME;
    }

    @Override
    public void destroy(String id) {
        throw CloudException.notFound("Volume", id);
    }

    @Override
    public Volume attach(String id, String instanceId, String device) {
        return VOLUME;
    }

    @Override
    public Volume detach(String id) {
        return VOLUME;
    }
}
