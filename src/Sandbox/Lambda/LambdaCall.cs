using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>One request to Lambda and the function that it names.</summary>
internal sealed record LambdaCall(AwsRequest Request, FunctionReference Function)
{
    /// <summary>The body's JSON; Invoke has none.</summary>
    public JsonInput Body { get => field ??= JsonInput.Read(Request.Http.Body); init; }

    /// <summary>A part of a list: where it starts, and how many.</summary>
    public (IReadOnlyList<T> Page, string? NextMarker) Page<T>(IReadOnlyList<T> all, int most)
    {
        int start = int.TryParse(Request.Http.Query("Marker"), out int marker) && marker > 0 ? marker : 0;
        int size = int.TryParse(Request.Http.Query("MaxItems"), out int wanted) && wanted > 0 ? Math.Min(wanted, most) : most;
        return ([.. all.Skip(start).Take(size)], start + size < all.Count ? $"{start + size}" : null);
    }
}
