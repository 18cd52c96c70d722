using System.Security.Cryptography;
using System.Text;

namespace TemporalLambda.Aws;

/// <summary>The names of the roles that belong to one function.</summary>
public static class RoleName
{
    private const int Longest = 64;
    private const int HashLength = 8;

    /// <summary>The role that the function runs as.</summary>
    public static string ForExecution(string functionName) => Fit(functionName, "-execution");

    /// <summary>The role that Temporal assumes.</summary>
    public static string ForInvocation(string functionName) => Fit(functionName, "-temporal-invoke");

    /// <summary>The name in a role's ARN, without its path.</summary>
    public static string Of(string roleArn)
    {
        ArgumentNullException.ThrowIfNull(roleArn);
        return roleArn[(roleArn.LastIndexOf('/') + 1)..];
    }

    // A hash of the whole name keeps two long names apart that begin alike.
    private static string Fit(string functionName, string suffix)
    {
        ArgumentNullException.ThrowIfNull(functionName);
        if (functionName.Length + suffix.Length <= Longest)
        {
            return functionName + suffix;
        }

        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(functionName)))[..HashLength].ToLowerInvariant();
        return $"{functionName[..(Longest - suffix.Length - HashLength - 1)]}-{hash}{suffix}";
    }
}
