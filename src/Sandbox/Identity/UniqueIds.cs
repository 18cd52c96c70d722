using System.Security.Cryptography;

namespace TemporalLambda.Sandbox.Identity;

/// <summary>Ids and keys in AWS's forms.</summary>
internal static class UniqueIds
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>Such as AROA (roles), AIDA (users), ANPA (policies) or ASIA (session keys) and 16 more characters.</summary>
    public static string New(string prefix) => prefix + RandomNumberGenerator.GetString(Base32, 16);

    /// <summary>The 40 characters of a secret access key.</summary>
    public static string Secret() => RandomNumberGenerator.GetString(Base64, 40);

    /// <summary>A session token; real ones are longer, and clients must not care.</summary>
    public static string SessionToken() => "IQoJb3JpZ2lu" + RandomNumberGenerator.GetString(Base64, 200);
}
