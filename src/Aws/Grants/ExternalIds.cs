using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace TemporalLambda.Aws.Grants;

/// <summary>External IDs: what Temporal presents with each AssumeRole, so that nobody else can have it invoke a function of yours.</summary>
public static partial class ExternalIds
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 40;

    /// <summary>A new one: 40 letters and digits from the system's secure source, 238 bits.</summary>
    public static string Generate() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Checks a given one before anything is made with it.</summary>
    /// <exception cref="StageException">Temporal or AWS would not take it.</exception>
    public static void Check(string externalId)
    {
        if (!Form().IsMatch(externalId))
        {
            throw AwsErrors.ExternalIdNotValid();
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_+=,.@-]{5,45}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
