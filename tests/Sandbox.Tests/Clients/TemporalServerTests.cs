using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Compute.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using TemporalLambda.DevServer;

namespace TemporalLambda.Sandbox.Tests.Clients;

/// <summary>Temporal's real server as a client: it assumes the invocation role, looks at the function and invokes it.</summary>
public sealed class TemporalServerTests(SandboxFixture sandbox)
{
    private const string ExternalId = "server-external-id";

    [Theory]
    [InlineData("1.32.1")]
    [InlineData("1.31.2")]
    public async Task The_worker_controller_invokes_what_the_role_allows_and_nothing_else(string serverVersion)
    {
        string name = "controlled-" + serverVersion.Replace('.', '-');
        await sandbox.RunBotoAsync($$"""
            name, arn = '{{name}}', 'arn:aws:lambda:us-east-1:000000000000:function:{{name}}'
            function(name, Publish=True)
            iam, me = client('iam'), 'arn:aws:iam::000000000000:user/temporal-server'
            external = dict(StringEquals={'sts:ExternalId': '{{ExternalId}}'})
            def role(suffix, trusted, *resources):
                iam.create_role(RoleName=name + suffix, AssumeRolePolicyDocument=trusted)
                iam.put_role_policy(RoleName=name + suffix, PolicyName='p', PolicyDocument=policy(['lambda:InvokeFunction', 'lambda:GetFunction'], list(resources)))
            role('-right', trust(me, **external), arn, arn + ':*')
            role('-open', trust(me), arn, arn + ':*')
            role('-unqualified', trust(me, **external), arn)
            """);
        await using var server = await StartServerAsync(serverVersion);
        var client = await TemporalClient.ConnectAsync(new(server.Address));
        await client.WorkflowService.CreateWorkerDeploymentAsync(
            new() { Namespace = "default", DeploymentName = name, Identity = "tests", RequestId = "d" });

        var open = await Assert.ThrowsAsync<RpcException>(() => CreateVersionAsync(client, name, "-open", ExternalId));
        Assert.Contains("xternal", open.Message, StringComparison.Ordinal);
        var wrong = await Assert.ThrowsAsync<RpcException>(() => CreateVersionAsync(client, name, "-right", "another-id"));
        Assert.Contains("assume role", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("AccessDenied", wrong.Message, StringComparison.Ordinal);
        var narrow = await Assert.ThrowsAsync<RpcException>(() => CreateVersionAsync(client, name, "-unqualified", ExternalId));
        Assert.Contains("not authorized to perform: lambda:GetFunction", narrow.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(sandbox.Invoker.Enqueued, one => one.Version.FunctionName == name);

        await CreateVersionAsync(client, name, "-right", ExternalId);
        for (int attempt = 0; attempt < 200 && !sandbox.Invoker.Enqueued.Any(one => one.Version.FunctionName == name); attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        var invoked = sandbox.Invoker.Enqueued.First(one => one.Version.FunctionName == name);
        Assert.Equal("1", invoked.Version.Version);
        Assert.Equal($"arn:aws:lambda:us-east-1:000000000000:function:{name}:1", invoked.Invocation.InvokedArn);
    }

    private static Task<CreateWorkerDeploymentVersionResponse> CreateVersionAsync(TemporalClient client, string name, string roleSuffix, string externalId)
    {
        var details = new Dictionary<string, string>
        {
            ["arn"] = $"arn:aws:lambda:us-east-1:000000000000:function:{name}:1",
            ["role"] = $"arn:aws:iam::000000000000:role/{name}{roleSuffix}",
            ["role_external_id"] = externalId,
        };
        var group = new ComputeConfigScalingGroup
        {
            Provider = new ComputeProvider { Type = "aws-lambda", Details = Json(details) },
            Scaler = new ComputeScaler { Type = "no-sync", Details = Json(new Dictionary<string, string>()) },
        };
        var request = new CreateWorkerDeploymentVersionRequest
        {
            Namespace = "default",
            DeploymentVersion = new WorkerDeploymentVersion { DeploymentName = name, BuildId = "b" },
            ComputeConfig = new ComputeConfig { ScalingGroups = { ["default"] = group } },
            Identity = "tests",
            RequestId = Guid.NewGuid().ToString(),
        };
        return client.WorkflowService.CreateWorkerDeploymentVersionAsync(
            request, new RpcOptions { Timeout = TimeSpan.FromSeconds(60), Retry = false });
    }

    private static Payload Json(Dictionary<string, string> value) => new()
    {
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") },
        Data = ByteString.CopyFrom(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value))),
    };

    // Both versions come from the shared tools; without these the server that is found is taken for the newest.
    private Task<TemporalDevServer> StartServerAsync(string version)
    {
        string? tools = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_SHARED_TOOLS");
        string path = Path.Combine(tools ?? "", "temporal", "temporal");
        bool shared = tools is not null && File.Exists(path);
        Assert.SkipUnless(shared || version == "1.32.1", "TEMPORALLAMBDA_SHARED_TOOLS does not name a folder with this server.");
        Assert.SkipUnless(shared || OperatingSystem.IsLinux(), "The server that is carried runs on Linux.");
        return TemporalDevServer.StartAsync(
            new ServerOptions
            {
                CliPath = shared ? path : null,
                Environment = new Dictionary<string, string?>
                {
                    ["TEMPORAL_SERVER_VERSION"] = version,
                    ["AWS_ENDPOINT_URL"] = sandbox.Host.Endpoint.ToString().TrimEnd('/'),
                    ["AWS_ACCESS_KEY_ID"] = SandboxFixture.TemporalAccessKey,
                    ["AWS_SECRET_ACCESS_KEY"] = SandboxFixture.TemporalSecret,
                    ["AWS_SESSION_TOKEN"] = null,
                    ["AWS_REGION"] = "us-east-1",
                    ["AWS_EC2_METADATA_DISABLED"] = "true",
                },
            },
            TestContext.Current.CancellationToken);
    }
}
