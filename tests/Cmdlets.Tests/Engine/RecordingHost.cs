using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace TemporalLambda.Cmdlets.Tests.Engine;

/// <summary>A host that keeps what was written to it and answers every question with the default.</summary>
public sealed class RecordingHost : PSHost
{
    private readonly RecordingScreen _screen = new();

    public override string Name => "Tests";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override PSHostUserInterface UI => _screen;

    /// <summary>What a question, such as the one of -Confirm, is answered with: the index of the choice, or null for the default.</summary>
    public int? Answer
    {
        get => _screen.Answer;
        set => _screen.Answer = value;
    }

    public IReadOnlyList<string> TakeLines() => _screen.TakeLines();

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    private sealed class RecordingScreen : PSHostUserInterface
    {
        private readonly Lock _lock = new();
        private List<string> _lines = [];

        public int? Answer { get; set; }

        public override PSHostRawUserInterface? RawUI => null;

        public List<string> TakeLines()
        {
            lock (_lock)
            {
                List<string> lines = _lines;
                _lines = [];
                return lines;
            }
        }

        public override void Write(string value) => WriteLine(value);

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => WriteLine(value);

        public override void WriteLine(string value)
        {
            lock (_lock)
            {
                _lines.Add(value);
            }
        }

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteWarningLine(string message) => WriteLine(message);

        public override void WriteVerboseLine(string message) => WriteLine(message);

        public override void WriteDebugLine(string message) => WriteLine(message);

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override string ReadLine() => throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
            throw new NotSupportedException();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            WriteLine(message);
            return Answer ?? defaultChoice;
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
            throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
            throw new NotSupportedException();
    }
}
