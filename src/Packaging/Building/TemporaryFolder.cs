namespace TemporalLambda.Packaging.Building;

/// <summary>Removes a folder of ours.</summary>
internal static class TemporaryFolder
{
    private const int Attempts = 5;

    /// <summary>Removes it with all in it. A tool that was just ended may still close files, so it is tried again for a moment.</summary>
    public static void Remove(string folder)
    {
        for (int attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && attempt < Attempts)
            {
                Thread.Sleep(50);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }
}
