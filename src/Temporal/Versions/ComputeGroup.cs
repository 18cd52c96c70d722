using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Compute.V1;

namespace TemporalLambda.Temporal;

/// <summary>One scaling group of a version's compute configuration, decoded.</summary>
/// <param name="ProviderType">The compute provider, <c>aws-lambda</c> for ours.</param>
/// <param name="FunctionArn">The function; null for another provider.</param>
/// <param name="RoleArn">The role that the server assumes.</param>
/// <param name="ExternalId">What it presents then.</param>
/// <param name="ScalerType">The scaling algorithm.</param>
/// <param name="Scaler">The scaler's settings.</param>
public sealed record ComputeGroup(
    string ProviderType, string? FunctionArn, string? RoleArn, string? ExternalId, string ScalerType, IReadOnlyDictionary<string, double> Scaler)
{
    /// <summary>The name of the group that the Temporal CLI makes, and so do we.</summary>
    public const string DefaultName = "default";

    /// <summary>The provider type of AWS Lambda.</summary>
    public const string Lambda = "aws-lambda";
    internal const string NoSync = "no-sync";

    /// <summary>The group's name in the version's compute configuration.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>The kinds of task that it is for; empty for all that no other group is for.</summary>
    public IReadOnlyList<TaskQueueKind> TaskQueueKinds { get; init; } = [];

    internal static ComputeGroup From(string name, ComputeConfigScalingGroup group)
    {
        JsonObject provider = Json(group.Provider?.Details);
        SortedDictionary<string, double> scaler = new(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in Json(group.Scaler?.Details))
        {
            if (value is JsonValue number && number.TryGetValue(out double amount))
            {
                scaler[key] = amount;
            }
        }

        return new(group.Provider?.Type ?? "", Text(provider, "arn"), Text(provider, "role"), Text(provider, "role_external_id"),
            group.Scaler?.Type ?? "", scaler)
        {
            Name = name, TaskQueueKinds = [.. Temporal.TaskQueueKinds.From(group.TaskQueueTypes)],
        };
    }

    internal ComputeConfigScalingGroup ToMessage()
    {
        JsonObject provider = [];
        foreach ((string key, string? value) in ((string, string?)[])[("arn", FunctionArn), ("role", RoleArn), ("role_external_id", ExternalId)])
        {
            if (value is not null)
            {
                provider[key] = value;
            }
        }

        JsonObject scaler = [];
        foreach ((string key, double value) in Scaler)
        {
            // The server reads most of them as whole numbers.
            scaler[key] = value == Math.Floor(value) ? JsonValue.Create((long)value) : JsonValue.Create(value);
        }

        return new()
        {
            TaskQueueTypes = { TaskQueueKinds.Select(kind => kind.ToMessage()) },
            Provider = new() { Type = ProviderType, Details = Payload(provider) }, Scaler = new() { Type = ScalerType, Details = Payload(scaler) },
        };
    }

    /// <summary>All of it in one line that is the same for the same content.</summary>
    internal string Canonical() => string.Join('\n', [
        Name, string.Join(',', TaskQueueKinds), ProviderType, FunctionArn, RoleArn, ExternalId, ScalerType,
        .. Scaler.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")),
    ]);

    // The default data converter's form; the server never uses a codec here.
    private static Payload Payload(JsonObject content) => new()
    {
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") }, Data = ByteString.CopyFromUtf8(content.ToJsonString()),
    };

    private static JsonObject Json(Payload? payload)
    {
        try
        {
            return payload is null || payload.Data.IsEmpty ? [] : JsonNode.Parse(payload.Data.Span) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            // Another provider's details in another encoding.
            return [];
        }
    }

    private static string? Text(JsonObject content, string key) =>
        content[key] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
