using System.Text.Json;

namespace TemporalLambda.Testing;

/// <summary>One request as aws-check saw it.</summary>
public sealed record AwsCall(
    double Time, string? Service, string? Operation, string? Region, int Status, bool IsFault, IReadOnlyList<string> Violations)
{
    /// <summary>Whether it could change anything.</summary>
    public bool Changes => Operation is not (null or "AssumeRole")
        && !Operation.StartsWith("Get", StringComparison.Ordinal)
        && !Operation.StartsWith("List", StringComparison.Ordinal)
        && !Operation.StartsWith("Filter", StringComparison.Ordinal)
        && !Operation.StartsWith("Describe", StringComparison.Ordinal)
        && !Operation.StartsWith("Simulate", StringComparison.Ordinal);

    public static AwsCall From(JsonElement entry) => new(
        entry.GetProperty("time").GetDouble(),
        Text(entry, "service"),
        Text(entry, "operation"),
        Text(entry, "region"),
        entry.TryGetProperty("status", out JsonElement status) && status.ValueKind == JsonValueKind.Number ? status.GetInt32() : 0,
        entry.TryGetProperty("fault", out _),
        [.. entry.GetProperty("violations").EnumerateArray().Select(v => $"{Text(entry, "operation")}: {v.GetString()}")]);

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
