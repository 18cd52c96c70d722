namespace TemporalLambda.Aws;

/// <summary>Deletions: what is not there is as good as deleted, by another run or by a request whose answer was lost.</summary>
internal static class Deleted
{
    /// <summary>Deletes something.</summary>
    /// <returns>Whether it was there.</returns>
    public static async Task<bool> Async(Func<Task> delete)
    {
        try
        {
            await delete();
            return true;
        }
        catch (StageException e) when (e.Is(AwsFault.NotFound))
        {
            return false;
        }
    }
}
