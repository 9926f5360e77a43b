package cluster;

import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on the loopback interface. Arguments: folder, HTTP port, transport port. */
public final class Storage {

  public static void main(String[] args) throws Exception {
    Parent.endWithIt();
    String folder = args[0];
    int http = Integer.parseInt(args[1]);
    int transport = Integer.parseInt(args[2]);
    OpenSearchRunner runner = new OpenSearchRunner();
    runner.onBuild((number, settings) -> {
      settings.put("network.host", "127.0.0.1");
      // These win over the ports that the runner counts up to.
      settings.put("http.port", http);
      settings.put("transport.port", transport);
      settings.put("node.name", "node1");
      settings.putList("discovery.seed_hosts", "127.0.0.1:" + transport);
      settings.putList("cluster.initial_cluster_manager_nodes", "node1");
      settings.put("cluster.max_shards_per_node", 5000);
      // A disk that is nearly full must not make the indices read-only.
      settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
    });
    runner.setMaxHttpPort(65535);
    runner.build(
        OpenSearchRunner.newConfigs()
            .basePath(folder)
            .clusterName("opensearch")
            .numOfNode(1)
            .baseHttpPort(http - 1)
            .pluginTypes(StateManagementStub.class.getName())
            .useLogger());
    new CountDownLatch(1).await();
  }

  private Storage() {}
}
