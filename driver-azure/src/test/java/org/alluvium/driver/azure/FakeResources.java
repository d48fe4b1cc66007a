package org.alluvium.driver.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** ARM's uniform ways with resources: list, get, put, patch, post and delete, by what their {@link FakeType} says. */
final class FakeResources implements FakeArm.Route {
    private final Map<String, FakeType> types;

    /**
     * @param types by their name in lower case
     */
    FakeResources(Map<String, FakeType> types) {
        this.types = types;
    }

    @Override
    public Optional<FakeReply> answer(FakeArm arm, FakeRequest request) {
        List<String> parts = request.parts();
        int providers = parts.indexOf("providers");
        if (providers != 2 && providers != 4 || parts.size() < providers + 3) {
            return Optional.empty();
        }
        int rest = parts.size() - providers - 2;
        if (providers == 2) {
            String type = parts.get(3) + "/" + parts.get(4);
            return rest == 1 && types.containsKey(type.toLowerCase(Locale.ROOT))
                    ? Optional.of(list(arm, request, type, arm.store.ofType(type)))
                    : Optional.empty();
        }
        if (!arm.store.groups.containsKey(parts.get(3).toLowerCase(Locale.ROOT))) {
            throw FakeGroups.missing(parts.get(3));
        }
        if (rest % 2 == 1 && request.method().equals("GET")) {
            return listPart(arm, request, parts, rest);
        }
        FakePath path = FakePath.of(parts).orElseThrow();
        FakeType type = types.get(path.type().toLowerCase(Locale.ROOT));
        if (type == null) {
            return Optional.empty();
        }
        request.requireVersion(type.name(), type.versions());
        if (rest % 2 == 1) {
            ObjectNode kept = arm.store.find(path).orElseThrow(() -> FakeRefusal.notFound(path.id()));
            return Optional.of(type.act(arm, path, kept, parts.get(parts.size() - 1), request));
        }
        return Optional.of(one(arm, request, path, type));
    }

    private Optional<FakeReply> listPart(FakeArm arm, FakeRequest request, List<String> parts, int rest) {
        if (rest == 1) {
            String type = parts.get(5) + "/" + parts.get(6);
            return types.containsKey(type.toLowerCase(Locale.ROOT))
                    ? Optional.of(list(
                            arm,
                            request,
                            type,
                            arm.store.ofType(type).stream()
                                    .filter(path -> path.group().equalsIgnoreCase(parts.get(3)))
                                    .toList()))
                    : Optional.empty();
        }
        FakePath parent = FakePath.of(parts).orElseThrow();
        String child = parts.get(parts.size() - 1);
        if (!types.containsKey((parent.type() + "/" + child).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        if (arm.store.find(parent).isEmpty()) {
            throw FakeRefusal.notFound(parent.id());
        }
        return Optional.of(list(arm, request, parent.type() + "/" + child, arm.store.children(parent, child)));
    }

    private FakeReply list(FakeArm arm, FakeRequest request, String typeName, List<FakePath> paths) {
        FakeType type = types.get(typeName.toLowerCase(Locale.ROOT));
        request.requireVersion(type.name(), type.versions());
        request.requireParameters(type.parameters());
        return arm.page(
                request,
                paths.stream()
                        .map(path -> view(arm.store, type, path, request.query()))
                        .toList());
    }

    private FakeReply one(FakeArm arm, FakeRequest request, FakePath path, FakeType type) {
        Optional<ObjectNode> old = arm.store.find(path);
        return switch (request.method()) {
            case "GET" -> {
                request.requireParameters(type.parameters());
                if (old.isEmpty()) {
                    throw FakeRefusal.notFound(path.id());
                }
                yield FakeReply.of(200, view(arm.store, type, path, request.query()));
            }
            case "PUT" -> put(arm, request, path, type, old, request.body().deepCopy());
            case "PATCH" -> {
                ObjectNode merged =
                        old.orElseThrow(() -> FakeRefusal.notFound(path.id())).deepCopy();
                merge(merged, request.body());
                yield put(arm, request, path, type, old, merged);
            }
            case "DELETE" -> delete(arm, request, path, type, old);
            default -> throw new FakeRefusal(405, "MethodNotAllowed", "Not of " + type.name() + ".");
        };
    }

    /** The etag of a resource changes with each change of it, also by Azure itself. */
    private static void checkEtag(FakeRequest request, Optional<ObjectNode> old, FakeType type) {
        request.ifMatch().ifPresent(wanted -> {
            String known = old.map(FakeResources::etag).orElse("");
            if (type.hasEtag() && !wanted.equals(known)) {
                throw new FakeRefusal(
                        412,
                        "PreconditionFailed",
                        "Etag provided in if-match header " + wanted + " does not match etag " + known
                                + " of resource in server.");
            }
        });
    }

    private static String etag(ObjectNode kept) {
        return "W/\"" + Integer.toHexString(kept.toString().hashCode()) + "\"";
    }

    private static FakeReply put(
            FakeArm arm,
            FakeRequest request,
            FakePath path,
            FakeType type,
            Optional<ObjectNode> old,
            ObjectNode wanted) {
        checkEtag(request, old, type);
        type.schema().check(wanted);
        if (!AzureId.isName(path.name())) {
            throw new FakeRefusal(400, "InvalidResourceName", "Resource name " + path.name() + " is invalid.");
        }
        path.parent().filter(parent -> arm.store.find(parent).isEmpty()).ifPresent(parent -> {
            throw new FakeRefusal(
                    404, "ParentResourceNotFound", "The parent resource '" + parent.id() + "' could not be found.");
        });
        if (old.filter(kept -> AzureOperation.provisioningState(kept).equals("Deleting"))
                .isPresent()) {
            throw new FakeRefusal(409, "OperationNotAllowed", "The resource is being deleted.");
        }
        if (type.isTracked()) {
            checkLocation(wanted, old);
        }
        type.accept(arm.store, path, wanted, old.isEmpty());
        Optional<FakeRefusal> failure = arm.laterFailure(request);
        String state = type.isLasting() ? type.busy(old.isEmpty()) : "Succeeded";
        wanted.withObject("/properties").put("provisioningState", state);
        arm.store.put(path, wanted);
        int status = old.isEmpty() ? 201 : 200;
        if (!type.isLasting()) {
            type.finish(arm.store, path, wanted);
            return FakeReply.of(status, view(arm.store, type, path, Map.of()));
        }
        FakeStore.FakeOperation operation = arm.store.begin(
                () -> arm.store.find(path).ifPresent(kept -> {
                    if (AzureOperation.provisioningState(kept).equals("Deleting")) {
                        return;
                    }
                    kept.withObject("/properties")
                            .put("provisioningState", failure.isPresent() ? "Failed" : "Succeeded");
                    failure.ifPresent(reason ->
                            kept.put("failureOfTheTest", reason.code).put("wordsOfTheTest", reason.getMessage()));
                    if (failure.isEmpty()) {
                        kept.remove("failureOfTheTest");
                        type.finish(arm.store, path, kept);
                    }
                }),
                failure);
        ObjectNode view = view(arm.store, type, path, Map.of());
        if (type.isOnlyAccepted()) {
            view.remove("id");
            status = 202;
        }
        return arm.lasting(status, operation, path.subscription(), view);
    }

    private static void checkLocation(ObjectNode wanted, Optional<ObjectNode> old) {
        String location = wanted.path("location").asText();
        if (!FakeSubscriptions.isLocation(location)) {
            throw new FakeRefusal(
                    400,
                    "LocationNotAvailableForResourceType",
                    "The provided location '" + location + "' is not available for resource type.");
        }
        if (old.isPresent()
                && !AzurePlace.plain(old.get().path("location").asText()).equals(AzurePlace.plain(location))) {
            throw new FakeRefusal(409, "InvalidResourceLocation", "The resource already exists in another location.");
        }
    }

    private static FakeReply delete(
            FakeArm arm, FakeRequest request, FakePath path, FakeType type, Optional<ObjectNode> old) {
        if (old.isEmpty()) {
            return FakeReply.of(204, MissingNode.getInstance());
        }
        type.release(arm.store, path, old.get());
        Optional<FakeRefusal> failure = arm.laterFailure(request);
        Runnable end = () -> arm.store.find(path).ifPresent(kept -> {
            if (failure.isPresent()) {
                kept.withObject("/properties").put("provisioningState", "Failed");
                return;
            }
            arm.store.remove(path);
            type.gone(arm.store, path, kept);
        });
        if (!type.isLasting()) {
            end.run();
            return FakeReply.of(200, MissingNode.getInstance());
        }
        old.get().withObject("/properties").put("provisioningState", "Deleting");
        return arm.lasting(202, arm.store.begin(end, failure), path.subscription(), MissingNode.getInstance());
    }

    static ObjectNode view(FakeStore store, FakeType type, FakePath path, Map<String, String> query) {
        ObjectNode view = store.find(path).orElseThrow().deepCopy();
        if (type.hasEtag()) {
            view.put("etag", etag(view));
        }
        view.put("id", path.id()).put("name", path.name()).put("type", path.type());
        type.show(store, path, view, query);
        List<String> hidden = new ArrayList<>();
        view.fieldNames().forEachRemaining(name -> {
            if (name.endsWith("OfTheTest")) {
                hidden.add(name);
            }
        });
        view.remove(hidden);
        return view;
    }

    private static void merge(ObjectNode into, JsonNode from) {
        from.fields().forEachRemaining(field -> {
            if (field.getValue().isObject() && into.path(field.getKey()).isObject()) {
                merge((ObjectNode) into.get(field.getKey()), field.getValue());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }
}
