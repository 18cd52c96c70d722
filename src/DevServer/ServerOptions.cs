namespace TemporalLambda.DevServer;

/// <summary>How a development server is started. The defaults give one in memory, on a free loopback port, with the worker controller on.</summary>
public sealed record ServerOptions
{
    /// <summary>The executable; default: found as <see cref="TemporalExecutable.FindAsync"/> says.</summary>
    public string? CliPath { get; init; }

    /// <summary>The namespace that is there once the server answers; <c>default</c> exists besides it always.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Variables for the server process over those of this one, for example AWS_ENDPOINT_URL; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>A file to which everything the server writes is appended; default: none.</summary>
    public string? LogPath { get; init; }

    /// <summary>The frontend's port; default: a free one.</summary>
    public int? Port { get; init; }

    /// <summary>The web UI's port, 0 for a free one; default: no web UI. Only a full Temporal CLI has one.</summary>
    public int? WebUiPort { get; init; }

    /// <summary>More dynamic configuration, key to JSON value; it goes over the worker controller's own.</summary>
    public IReadOnlyDictionary<string, string> DynamicConfig { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the server may take until it answers; default: 60 s, for a machine that is busy.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
