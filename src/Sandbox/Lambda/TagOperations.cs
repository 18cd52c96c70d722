using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Tags of functions.</summary>
internal sealed class TagOperations(FunctionStore functions)
{
    private const int MostTags = 50;

    public AwsResponse Tag(LambdaCall call)
    {
        var tags = Check(call.Body.Map("Tags"));
        functions.Change(Unqualified(call), function => function.Tags.SetItems(tags) is { Count: <= MostTags } all
            ? function with { Tags = all }
            : throw LambdaErrors.InvalidParameter($"Tag count exceeds the limit of {MostTags} tags."));
        return AwsResponse.Empty(204);
    }

    public AwsResponse Untag(LambdaCall call)
    {
        var keys = call.Request.Http.QueryPairs().Where(pair => pair.Key == "tagKeys").Select(pair => pair.Value).ToList();
        functions.Change(Unqualified(call), function => function with { Tags = function.Tags.RemoveRange(keys) });
        return AwsResponse.Empty(204);
    }

    public AwsResponse List(LambdaCall call) =>
        JsonAnswer.Rest(200, new JsonObject { ["Tags"] = JsonAnswer.Map(functions.Get(Unqualified(call)).Tags) });

    /// <summary>Tags, if AWS would take them.</summary>
    public static IReadOnlyDictionary<string, string> Check(IReadOnlyDictionary<string, string>? tags)
    {
        foreach (var (key, value) in tags ?? ImmutableDictionary<string, string>.Empty)
        {
            if (key.Length is 0 or > 128 || value.Length > 256 || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw LambdaErrors.InvalidParameter($"The tag {key} is invalid: a key has 1 to 128 characters and no prefix aws:, a value at most 256.");
            }
        }
        return tags ?? ImmutableDictionary<string, string>.Empty;
    }

    private static FunctionReference Unqualified(LambdaCall call) => call.Function.Qualifier is null
        ? call.Function
        : throw LambdaErrors.InvalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
}
