using System.Globalization;
using System.Text.RegularExpressions;

namespace TemporalLambda.DevServer;

/// <summary>What a Temporal CLI answers to <c>--version</c>, for example "temporal version 1.9.1 (Server 1.32.0, UI 2.51.0)".</summary>
/// <param name="Cli">The version of the command line; 0.0.0 for a build that is no release.</param>
/// <param name="Server">The version of the server inside, where it is told.</param>
/// <param name="HasWebUi">It has the web UI.</param>
public sealed partial record ExecutableVersion(Version Cli, Version? Server, bool HasWebUi)
{
    private static readonly Version FirstCli = new(1, 7);
    private static readonly Version FirstServer = new(1, 31);

    /// <summary>It has a worker controller: CLI 1.7 or later; for a build that is no release, Server 1.31 or later.</summary>
    public bool HasWorkerController => Cli >= FirstCli || (Cli == new Version(0, 0, 0) && Server >= FirstServer);

    /// <summary>Reads the answer; null when it is not a Temporal CLI's.</summary>
    public static ExecutableVersion? Parse(string output)
    {
        Match match = Answer().Match(output);
        return match.Success
            ? new(Three(match.Groups["cli"]), match.Groups["server"].Success ? Three(match.Groups["server"]) : null, match.Groups["ui"].Success)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Server is null ? $"temporal {Cli}" : $"temporal {Cli} (Server {Server})";

    private static Version Three(Group group)
    {
        int[] parts = [.. group.Value.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        return new(parts[0], parts[1], parts.Length > 2 ? parts[2] : 0);
    }

    [GeneratedRegex(@"^temporal version v?(?<cli>\d{1,5}\.\d{1,5}(\.\d{1,5})?)\S*( \((Server v?(?<server>\d{1,5}\.\d{1,5}(\.\d{1,5})?))?[^)]*?(?<ui>UI \S+)?\))?",
        RegexOptions.Multiline)]
    private static partial Regex Answer();
}
