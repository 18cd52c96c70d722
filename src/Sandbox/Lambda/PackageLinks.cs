using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>The links to packages that GetFunction hands out: without credentials, for ten minutes, as Lambda's are.</summary>
internal sealed class PackageLinks(FunctionStore functions, TimeProvider time)
{
    /// <summary>The first part of the links' paths.</summary>
    public const string Root = "_packages";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>A link to a package on the server that was asked.</summary>
    public string For(StoredPackage package, HttpMessage http)
    {
        string name = Path.GetFileName(package.ZipFile);
        string expires = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"http://{http.Header("Host")}/{Root}/{name}?Expires={expires}&Signature={Sign(name, expires)}";
    }

    /// <summary>The package that a link leads to.</summary>
    public AwsResponse Follow(HttpMessage http)
    {
        string name = http.PathSegments()[^1], expires = http.Query("Expires") ?? "";
        bool right = CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(http.Query("Signature") ?? ""), Encoding.ASCII.GetBytes(Sign(name, expires)))
            && long.Parse(expires, CultureInfo.InvariantCulture) >= time.GetUtcNow().ToUnixTimeSeconds();
        if (!right)
        {
            throw new AwsException(403, "AccessDenied", "Request has expired");
        }
        var package = functions.All().SelectMany(function => function.Packages).FirstOrDefault(one => Path.GetFileName(one.ZipFile) == name);
        return package is null
            ? throw new AwsException(404, "NoSuchKey", "The specified key does not exist.")
            : new AwsResponse(200, "application/zip", File.ReadAllBytes(package.ZipFile));
    }

    private string Sign(string name, string expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name}\n{expires}")));
}
