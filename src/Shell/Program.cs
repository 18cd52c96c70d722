using System.Globalization;
using TemporalLambda.Shell;

if (args.Length == 0 || args[0] is "-h" or "--help" or "-?")
{
    Console.Error.WriteLine("usage: TemporalLambda.Shell SCRIPT.ps1 [ARGUMENTS]   runs a script with the module TemporalLambda at hand");
    Console.Error.WriteLine("       TemporalLambda.Shell -Command TEXT             runs a line");
    return 64;
}

// Numbers on the wire and in records do not depend on who runs the script.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return new ScriptRun(args).Execute();
