package cluster;

import static org.opensearch.rest.RestRequest.Method.DELETE;
import static org.opensearch.rest.RestRequest.Method.GET;
import static org.opensearch.rest.RestRequest.Method.POST;
import static org.opensearch.rest.RestRequest.Method.PUT;

import java.util.List;
import java.util.function.Supplier;
import org.opensearch.client.node.NodeClient;
import org.opensearch.cluster.metadata.IndexNameExpressionResolver;
import org.opensearch.cluster.node.DiscoveryNodes;
import org.opensearch.common.settings.ClusterSettings;
import org.opensearch.common.settings.IndexScopedSettings;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.settings.SettingsFilter;
import org.opensearch.core.rest.RestStatus;
import org.opensearch.plugins.ActionPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.rest.BaseRestHandler;
import org.opensearch.rest.BytesRestResponse;
import org.opensearch.rest.RestController;
import org.opensearch.rest.RestHandler;
import org.opensearch.rest.RestRequest;

/**
 * Index state management belongs to the OpenSearch distribution and not to the embedded node, but Camunda calls it even
 * where no policy is wanted. Answers that there is none, and accepts everything without doing it.
 */
public final class StateManagementStub extends Plugin implements ActionPlugin {

  @Override
  public List<Setting<?>> getSettings() {
    return List.of(
        Setting.simpleString(
            "index.plugins.index_state_management.policy_id",
            Setting.Property.IndexScope,
            Setting.Property.Dynamic));
  }

  @Override
  public List<RestHandler> getRestHandlers(
      Settings settings,
      RestController controller,
      ClusterSettings clusterSettings,
      IndexScopedSettings indexScopedSettings,
      SettingsFilter settingsFilter,
      IndexNameExpressionResolver resolver,
      Supplier<DiscoveryNodes> nodes) {
    return List.of(new Policies(), new Indices());
  }

  private static final class Policies extends Stub {
    @Override
    public List<Route> routes() {
      String path = "/_plugins/_ism/policies/{name}";
      return List.of(new Route(GET, path), new Route(PUT, path), new Route(DELETE, path));
    }

    @Override
    BytesRestResponse answer(RestRequest.Method method) {
      return json(method == GET ? RestStatus.NOT_FOUND : RestStatus.OK, "{}");
    }
  }

  private static final class Indices extends Stub {
    @Override
    public List<Route> routes() {
      return List.of(
          new Route(POST, "/_plugins/_ism/add/{name}"), new Route(POST, "/_plugins/_ism/remove/{name}"));
    }

    @Override
    BytesRestResponse answer(RestRequest.Method method) {
      return json(RestStatus.OK, "{\"updated_indices\":0,\"failures\":false,\"failed_indices\":[]}");
    }
  }

  private abstract static class Stub extends BaseRestHandler {
    abstract BytesRestResponse answer(RestRequest.Method method);

    @Override
    public String getName() {
      return "stub_of_" + getClass().getSimpleName().toLowerCase();
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
      // Parameters and bodies that nobody reads are refused.
      request.params().keySet().forEach(request::param);
      request.content();
      return channel -> channel.sendResponse(answer(request.method()));
    }

    static BytesRestResponse json(RestStatus status, String body) {
      return new BytesRestResponse(status, "application/json", body);
    }
  }
}
