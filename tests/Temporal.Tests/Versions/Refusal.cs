using TemporalLambda.Temporal.Tests.Fixtures;

namespace TemporalLambda.Temporal.Tests.Versions;

/// <summary>A registration that has to fail in one way.</summary>
internal static class Refusal
{
    public static async Task<StageException> OfAsync(Situation at, string errorId, WantedVersion wanted, string named)
    {
        StageException error = await Assert.ThrowsAsync<StageException>(() => at.RegisterAsync(wanted));
        Assert.True(errorId == error.ErrorId, $"{error.ErrorId}: {error.Message}");
        Assert.Contains(named, error.Message + error.Recommendation, StringComparison.Ordinal);
        return error;
    }
}
