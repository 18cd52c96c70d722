using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace TemporalLambda.Shell;

/// <summary>
/// Output on standard output; errors, warnings and progress on standard error. On a terminal progress is one line that changes, elsewhere
/// (a pipeline's log) a line for each new step.
/// </summary>
internal sealed class ConsoleScreen : PSHostUserInterface
{
    private readonly Lock _lock = new();
    private readonly ConsoleSize _size = new();
    private readonly bool _colors = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;
    private string _progress = "";

    public override PSHostRawUserInterface RawUI => _size;

    public override void Write(string value)
    {
        lock (_lock)
        {
            EraseProgress();
            Console.Out.Write(Console.IsOutputRedirected ? Plain(value) : value);
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteStandardError(value, "31");

    public override void WriteWarningLine(string message) => WriteStandardError("WARNING: " + message, "33");

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteInformation(InformationRecord record)
    {
        // The engine sends what the information preference lets through to WriteLine as well.
    }

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : "";
        string line = $"{record.Activity}: {record.StatusDescription}{percent}".TrimEnd(' ', ':');
        lock (_lock)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                EraseProgress();
            }
            else if (line != _progress)
            {
                if (!Console.IsErrorRedirected)
                {
                    EraseProgress();
                    int width = Math.Max(20, _size.BufferSize.Width - 1);
                    Console.Error.Write(line.Length > width ? line[..width] : line);
                }
                else if (record.PercentComplete is <= 0 or 100)
                {
                    Console.Error.WriteLine(line);
                }

                _progress = line;
            }
        }
    }

    /// <summary>Leaves no half line behind.</summary>
    public void EndProgress()
    {
        lock (_lock)
        {
            EraseProgress();
        }
    }

    public override string ReadLine() => Console.ReadLine() ?? "";

    public override SecureString ReadLineAsSecureString() => throw NoPrompt();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw NoPrompt();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteLine(caption);
        WriteLine(message);
        Write(string.Join("  ", choices.Select(c => $"[{Letter(c)}] {c.Label.Replace("&", "", StringComparison.Ordinal)}")) + ": ");
        string answer = ReadLine().Trim();
        int chosen = choices.ToList().FindIndex(c => answer.Length > 0 && Letter(c).Equals(answer[..1], StringComparison.OrdinalIgnoreCase));
        return chosen >= 0 ? chosen : defaultChoice;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw NoPrompt();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw NoPrompt();

    private static string Letter(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return choice.Label.Substring(mark >= 0 ? mark + 1 : 0, 1);
    }

    // A file or a build's log is no terminal.
    private static string Plain(string text) => new StringDecorated(text).ToString(OutputRendering.PlainText);

    private static NotSupportedException NoPrompt() => new("This console asks for nothing: give the value as a parameter.");

    private void WriteStandardError(string text, string color)
    {
        lock (_lock)
        {
            EraseProgress();
            Console.Error.WriteLine(_colors ? $"\e[{color}m{text}\e[0m" : Plain(text));
        }
    }

    private void EraseProgress()
    {
        if (_progress.Length > 0 && !Console.IsErrorRedirected)
        {
            Console.Error.Write("\r\e[K");
        }

        _progress = "";
    }
}
