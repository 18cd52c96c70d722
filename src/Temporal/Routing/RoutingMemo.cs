using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Deployment.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>
/// The routing as the server keeps it for its list of deployments: in the memo of the system workflow that each deployment is (1.31 and 1.32).
/// It is there as soon as a change is done, while deployment and version are described only when their workflows, which each change starts
/// anew, go on: up to a second later. It is the server's own affair, so that nothing depends on it: what can not be read is null.
/// </summary>
internal static class RoutingMemo
{
    // The server's WorkerDeploymentWorkflowMemo.routing_config.
    private const int RoutingField = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static async Task<RoutingConfig?> ReadAsync(TemporalConnection connection, string deploymentName, CancellationToken cancellation)
    {
        DescribeWorkflowExecutionRequest request = new()
        {
            Namespace = connection.Namespace, Execution = new() { WorkflowId = $"temporal-sys-worker-deployment:{deploymentName}" },
        };
        try
        {
            DescribeWorkflowExecutionResponse found = await connection.CallAsync(
                $"read back the routing of '{deploymentName}'", (service, rpc) => service.DescribeWorkflowExecutionAsync(request, rpc), cancellation, retry: false, Patience);
            return found.WorkflowExecutionInfo?.Memo?.Fields.TryGetValue("WorkerDeploymentMemo", out Payload? memo) == true ? Parse(memo) : null;
        }
        catch (Exception e) when (e is RpcException or StageException)
        {
            return null;
        }
    }

    internal static RoutingConfig? Parse(Payload memo)
    {
        try
        {
            return memo.Metadata.TryGetValue("encoding", out ByteString? encoding) ? encoding.ToStringUtf8() switch
            {
                "binary/protobuf" => FromBinary(memo.Data),
                "json/protobuf" => FromJson(memo.Data),
                _ => null,
            } : null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or JsonException)
        {
            return null;
        }
    }

    private static RoutingConfig? FromBinary(ByteString data)
    {
        CodedInputStream input = data.CreateCodedInput();
        while (input.ReadTag() is var tag && tag != 0)
        {
            if (tag == WireFormat.MakeTag(RoutingField, WireFormat.WireType.LengthDelimited))
            {
                return RoutingConfig.Parser.ParseFrom(input.ReadBytes());
            }

            input.SkipLastField();
        }

        return null;
    }

    private static RoutingConfig? FromJson(ByteString data)
    {
        using JsonDocument document = JsonDocument.Parse(data.Memory);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("routingConfig", out JsonElement routing)
            ? Json.Parse<RoutingConfig>(routing.GetRawText()) : null;
    }
}
