using System.ComponentModel;

namespace TemporalLambda.Benchmarks.Temporal;

/// <summary>The Temporal CLI, where there is one (1.7 or later); a development server alone has none of these commands.</summary>
internal static class TemporalCli
{
    /// <summary>Its path: the one that TEMPORAL_CLI_PATH names, else <c>temporal</c> of PATH; null where neither has the commands.</summary>
    public static async Task<string?> FindAsync()
    {
        foreach (string path in new[] { Environment.GetEnvironmentVariable("TEMPORAL_CLI_PATH"), "temporal" }.OfType<string>().Where(path => path.Length > 0))
        {
            try
            {
                string help = await Command.RunAsync(path, ["worker", "deployment", "create-version", "--help"], new Dictionary<string, string>());
                if (help.Contains("--aws-lambda-function-arn", StringComparison.Ordinal))
                {
                    return path;
                }
            }
            catch (Exception e) when (e is Win32Exception or InvalidOperationException)
            {
                // It is not there, or does not know the command.
            }
        }

        return null;
    }
}
