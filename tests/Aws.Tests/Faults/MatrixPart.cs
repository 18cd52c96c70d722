using System.Reflection;

namespace TemporalLambda.Aws.Tests.Faults;

/// <summary>What of a matrix runs by day: another part with each commit, spread over the whole; all of it with TEMPORALLAMBDA_FULL=1.</summary>
internal static class MatrixPart
{
    /// <summary>The cases to run.</summary>
    /// <param name="all">The whole matrix.</param>
    /// <param name="part">Into how many parts it is cut.</param>
    public static T[] Of<T>(T[] all, int part)
    {
        if (Environment.GetEnvironmentVariable("TEMPORALLAMBDA_FULL") == "1")
        {
            return all;
        }

        string version = typeof(AwsErrors).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        int offset = version.Aggregate(0, (sum, c) => ((sum * 31) + c) % part);
        return [.. all.Where((_, index) => index % part == offset)];
    }
}
