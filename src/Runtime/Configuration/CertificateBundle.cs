using System.Runtime.InteropServices;

namespace TemporalLambda.Runtime.Configuration;

/// <summary>
/// Mends SSL_CERT_FILE where it names a file that does not exist: Lambda's managed .NET runtime may set it so on Amazon Linux 2023,
/// and Temporal's core then finds no certificate authority at all (NativeCertsNotFound).
/// </summary>
internal static partial class CertificateBundle
{
    private const string Variable = "SSL_CERT_FILE";
    private const string AmazonLinuxBundle = "/etc/pki/tls/certs/ca-bundle.crt";

    /// <summary>To be called before Temporal's core is loaded.</summary>
    public static void Mend()
    {
        if (OperatingSystem.IsLinux()
            && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            && Replacement(named, File.Exists) is { } replacement)
        {
            // Not Environment.SetEnvironmentVariable: .NET keeps its own copy, and the core reads the process's.
            _ = replacement.Length == 0 ? UnsetEnvironment(Variable) : SetEnvironment(Variable, replacement, 1);
        }
    }

    /// <summary>What the variable should name instead: null if it is right, empty to leave the choice to the core.</summary>
    public static string? Replacement(string named, Func<string, bool> exists) =>
        exists(named) ? null : exists(AmazonLinuxBundle) ? AmazonLinuxBundle : "";

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetEnvironment(string name);
}
