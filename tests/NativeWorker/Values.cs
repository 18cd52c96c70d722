using System.Text.Json.Serialization;

namespace NativeWorker;

public enum Priority
{
    Low,
    High,
}

public readonly record struct Line(string Article, int Quantity);

public sealed record Order(
    string Id, int Number, decimal Price, Priority Priority, DateTimeOffset? Due, TimeSpan? Patience, List<Line> Lines, Dictionary<string, int> Stock)
{
    public Guid? Customer { get; init; }
}

public sealed record Receipt(string Order, int Articles, IReadOnlyList<string> Notes);

/// <summary>In no context, so that nobody can send it.</summary>
public sealed record Unlisted(int Number);

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Line?))]
[JsonSerializable(typeof(Priority?))]
[JsonSerializable(typeof(List<int>))]
[JsonSerializable(typeof(Dictionary<string, Line>))]
[JsonSerializable(typeof((int Least, int Most)))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, IncludeFields = true)]
internal sealed partial class NativeJson : JsonSerializerContext;
