using System.Globalization;

namespace TemporalLambda.Sandbox.Supervision;

/// <summary>The command line of <c>TemporalLambda.Sandbox</c>.</summary>
internal sealed record SandboxArguments
{
    /// <summary>The port of the AWS services; 0 takes a free one.</summary>
    public int Port { get; private init; }

    /// <summary>The region that it plays.</summary>
    public string Region { get; private init; } = "us-east-1";

    /// <summary>The namespace of the Temporal server.</summary>
    public string Namespace { get; private init; } = "default";

    /// <summary>The Temporal server's executable; without, it is looked for.</summary>
    public string? TemporalCliPath { get; private init; }

    /// <summary>Whether a Temporal server is started beside the AWS services.</summary>
    public bool HasTemporal { get; private init; } = true;

    /// <exception cref="StageException">An option is unknown, or its value can not be used.</exception>
    internal static SandboxArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new SandboxArguments();
        for (var i = 0; i < arguments.Count; i++)
        {
            var option = arguments[i];
            parsed = option switch
            {
                "--no-temporal" => parsed with { HasTemporal = false },
                "--port" => parsed with { Port = PortNumber(option, Value("a port number")) },
                "--region" => parsed with { Region = Value("a region") },
                "--namespace" => parsed with { Namespace = Value("a namespace") },
                "--temporal-cli-path" => parsed with { TemporalCliPath = Value("a path") },
                _ => throw SandboxErrors.SandboxOptionUnknown(option),
            };

            string Value(string expected) => ++i < arguments.Count && arguments[i].Length > 0
                ? arguments[i]
                : throw SandboxErrors.SandboxOptionInvalid(option, "", expected);
        }

        return parsed;
    }

    private static int PortNumber(string option, string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : throw SandboxErrors.SandboxOptionInvalid(option, value, "a port number from 0 to 65535");
}
