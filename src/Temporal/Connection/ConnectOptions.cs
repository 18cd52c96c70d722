using System.Collections;
using System.Net;
using System.Text.RegularExpressions;
using Temporalio.Client;
using Temporalio.Common.EnvConfig;
using Temporalio.Runtime;

namespace TemporalLambda.Temporal;

/// <summary>Turns <see cref="TemporalOptions"/> over temporal.toml and TEMPORAL_* into what Temporal's client connects with.</summary>
internal static partial class ConnectOptions
{
    private const string DefaultAddress = "localhost:7233";

    // The core's own log goes past every stream of PowerShell to the console; each call's outcome is told by a verbose line instead.
    private static readonly Lazy<TemporalRuntime> Quiet = new(() => new(new() { Telemetry = new() { Logging = null } }));

    public static TemporalClientConnectOptions For(TemporalOptions options) => For(options, ProcessVariables());

    /// <param name="options">What was given.</param>
    /// <param name="variables">The environment variables, TEMPORAL_* among them.</param>
    public static TemporalClientConnectOptions For(TemporalOptions options, IReadOnlyDictionary<string, string> variables)
    {
        TemporalClientConnectOptions connect = options.IsSelfContained ? new() : Load(options.Profile, variables);
        connect.TargetHost = CheckedAddress(options.Address ?? connect.TargetHost ?? DefaultAddress);
        connect.Namespace = options.Namespace ?? (string.IsNullOrEmpty(connect.Namespace) ? "default" : connect.Namespace);
        connect.Runtime = Quiet.Value;
        connect.Identity = $"temporal-lambda@{Environment.MachineName}";
        if (options.ApiKey is not null)
        {
            connect.ApiKey = new NetworkCredential("", options.ApiKey).Password;
        }

        connect.Tls = Tls(options, connect.Tls);
        if (connect.Tls is null && connect.ApiKey is not null)
        {
            connect.Tls = new();
        }

        return connect;
    }

    // Handed over one by one, because the core is native code: it does not see what .NET, and so `$env:NAME = ...` in PowerShell, has set.
    private static Dictionary<string, string> ProcessVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static TemporalClientConnectOptions Load(string? profile, IReadOnlyDictionary<string, string> variables)
    {
        try
        {
            return ClientEnvConfig.LoadClientConnectOptions(new() { Profile = profile, OverrideEnvVars = variables });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser's message shows the line that it could not read, which may be the one with the API key.
            Match place = Place().Match(e.Message);
            throw TemporalErrors.ConfigurationUnusable(
                profile ?? variables.GetValueOrDefault("TEMPORAL_PROFILE", "default"),
                place.Success ? place.Value : NotFound().IsMatch(e.Message) ? "there is no such profile or file" : "it can not be read");
        }
    }

    private static TlsOptions? Tls(TemporalOptions options, TlsOptions? loaded)
    {
        if (options.TlsCertPath is null && options.TlsKeyPath is null && options.TlsCaPath is null && options.TlsServerName is null)
        {
            return loaded;
        }

        TlsOptions tls = loaded is null ? new() : (TlsOptions)loaded.Clone();
        tls.Disabled = false;
        tls.ClientCert = Pem("-TlsCertPath", options.TlsCertPath) ?? tls.ClientCert;
        tls.ClientPrivateKey = Pem("-TlsKeyPath", options.TlsKeyPath) ?? tls.ClientPrivateKey;
        tls.ServerRootCACert = Pem("-TlsCaPath", options.TlsCaPath) ?? tls.ServerRootCACert;
        tls.Domain = options.TlsServerName ?? tls.Domain;
        return tls.ClientCert is null == tls.ClientPrivateKey is null
            ? tls
            : throw TemporalErrors.TlsPairIncomplete(tls.ClientCert is null ? "the certificate" : "the private key");
    }

    private static byte[]? Pem(string parameter, string? path)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            byte[] content = File.ReadAllBytes(path);
            return content.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? content : throw TemporalErrors.TlsFileUnusable(parameter, path, "it is no PEM file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TemporalErrors.TlsFileUnusable(parameter, path, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "it can not be read");
        }
    }

    private static string CheckedAddress(string address) =>
        HostAndPort().IsMatch(address) ? address : throw TemporalErrors.AddressInvalid(address);

    [GeneratedRegex(@"^(\[[0-9a-fA-F:.%]+\]|[A-Za-z0-9._-]+):\d{1,5}$")]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"line \d+, column \d+")]
    private static partial Regex Place();

    [GeneratedRegex("not found|No such file", RegexOptions.IgnoreCase)]
    private static partial Regex NotFound();
}
