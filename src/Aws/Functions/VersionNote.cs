using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TemporalLambda.Aws.Functions;

/// <summary>What a published version's description tells a later run: which build it is, and of which code.</summary>
/// <param name="BuildId">The build id; a very long one is shortened with its hash.</param>
/// <param name="Fingerprint">The code's fingerprint.</param>
internal sealed partial record VersionNote(string BuildId, string Fingerprint)
{
    // Lambda allows 256 characters; this leaves room for the words and a fingerprint of 64.
    private const int LongestBuildId = 160;

    /// <summary>The note for a build.</summary>
    public static VersionNote For(string buildId, string fingerprint) => new(Shorten(buildId), fingerprint);

    /// <summary>The note in a description, or null where another wrote it.</summary>
    public static VersionNote? Read(string? description) => Form().Match(description ?? "") is { Success: true } match
        ? new VersionNote(match.Groups["build"].Value, match.Groups["code"].Value)
        : null;

    /// <summary>The description.</summary>
    public override string ToString() => $"Temporal build {BuildId}, code {Fingerprint}";

    private static string Shorten(string buildId) => buildId.Length <= LongestBuildId
        ? buildId
        : $"{buildId[..(LongestBuildId - 17)]}~{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(buildId)))[..16]}";

    [GeneratedRegex(@"^Temporal build (?<build>.+), code (?<code>[^ ]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
