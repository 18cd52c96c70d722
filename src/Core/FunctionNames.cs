using System.Security.Cryptography;
using System.Text;

namespace TemporalLambda;

/// <summary>What Lambda accepts as a function's name.</summary>
public static class FunctionNames
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    private const int HashLength = 8;

    /// <summary>
    /// The name for a function whose user gave none: the deployment's name with what Lambda forbids replaced by a hyphen. One that is too
    /// long is shortened and ends with a hash of the whole, so that two long names stay two.
    /// </summary>
    public static string Default(string deploymentName)
    {
        ArgumentNullException.ThrowIfNull(deploymentName);
        var name = new StringBuilder(deploymentName.Length);
        foreach (char c in deploymentName)
        {
            name.Append(IsAllowed(c) ? c : '-');
        }

        if (name.Length > MaxLength)
        {
            string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(deploymentName)))[..HashLength].ToLowerInvariant();
            name.Length = MaxLength - HashLength - 1;
            name.Append('-').Append(hash);
        }

        return name.Length == 0 ? "worker" : name.ToString();
    }

    /// <summary>Why a bare function name can not be used, as the end of a sentence, or null where it can.</summary>
    public static string? Problem(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "it is empty";
        }

        if (name.Length > MaxLength)
        {
            return $"it is {name.Length} characters long and {MaxLength} are allowed";
        }

        foreach (char c in name)
        {
            if (!IsAllowed(c))
            {
                return $"it contains '{c}', and only letters, digits, '-' and '_' are allowed";
            }
        }

        return null;
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
