using System.Diagnostics;

namespace TemporalLambda.DevServer.Tests;

public class ServerCommandLineTests
{
    [Fact]
    public void The_worker_controller_is_on_by_default() => Assert.Equal(
        [
            "server", "start-dev", "--ip", "127.0.0.1", "--port", "7000", "--log-level", "warn", "--headless",
            "--dynamic-config-value", "workercontroller.enabled=true",
            "--dynamic-config-value", """workercontroller.compute_providers.enabled=["aws-lambda"]""",
            "--dynamic-config-value", """workercontroller.scaling_algorithms.enabled=["no-sync"]""",
            "--dynamic-config-value", "frontend.enableCancelWorkerPollsOnShutdown=true",
        ],
        ServerCommandLine.Arguments(new(), 7000, null));

    [Fact]
    public void Namespace_web_UI_and_more_configuration_are_added() => Assert.Equal(
        [
            "server", "start-dev", "--ip", "127.0.0.1", "--port", "7000", "--log-level", "warn", "--ui-port", "8000", "--namespace", "mine",
            "--dynamic-config-value", "workercontroller.enabled=false",
            "--dynamic-config-value", """workercontroller.compute_providers.enabled=["aws-lambda"]""",
            "--dynamic-config-value", """workercontroller.scaling_algorithms.enabled=["no-sync"]""",
            "--dynamic-config-value", "frontend.enableCancelWorkerPollsOnShutdown=true",
            "--dynamic-config-value", "limit.x=3",
        ],
        ServerCommandLine.Arguments(
            new() { Namespace = "mine", DynamicConfig = new Dictionary<string, string> { ["workercontroller.enabled"] = "false", ["limit.x"] = "3" } },
            7000, 8000));

    [Fact]
    public void The_child_gets_the_given_variables_and_none_of_a_Temporal_client()
    {
        ProcessStartInfo start = ServerCommandLine.For(
            "temporal", new() { Environment = new Dictionary<string, string?> { ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1", ["PATH"] = null } }, 7000, null);
        Assert.Equal("http://127.0.0.1:1", start.Environment["AWS_ENDPOINT_URL"]);
        Assert.DoesNotContain("PATH", start.Environment.Keys);
        Assert.DoesNotContain(start.Environment.Keys, name => name.StartsWith("TEMPORAL_", StringComparison.Ordinal) && name != "TEMPORAL_SERVER_VERSION");
    }
}
