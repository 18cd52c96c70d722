# The AWS half of the pipeline, as a user's script would have it.
param([string] $Package, [string] $Name, [string] $BuildId)
$ErrorActionPreference = 'Stop'
Import-Module TemporalLambda
$worker = @{
    PackagePath = $Package; FunctionName = $Name; DeploymentName = 'shop'; BuildId = $BuildId; TaskQueue = 'orders'
    Runtime = 'provided.al2023'; Handler = 'bootstrap'; Architecture = 'arm64'
}
$settings = if ($BuildId -eq 'one') {
    @{ MemorySize = 512; LogRetentionDays = 7; ReservedConcurrency = 3; Tags = @{ old = '1' } }
} else {
    @{
        MemorySize = 1024; LogRetentionDays = 30; ReservedConcurrency = 5; Tags = @{ team = 'shop'; old = $null }; LogFormat = 'JSON'
        SubnetId = 'subnet-1'; SecurityGroupId = 'sg-1'; KmsKeyId = 'alias/workers'; ExecutionPolicyArn = 'arn:aws:iam::aws:policy/AmazonSQSFullAccess'
    }
}
$key = [Net.NetworkCredential]::new('', "key-$BuildId").SecurePassword
$granted = [pscustomobject] $worker |
    Publish-TemporalLambdaWorker -WorkerAddress temporal:7233 -WorkerNamespace default -WorkerApiKey $key @settings |
    Grant-TemporalInvoke -TemporalPrincipalArn arn:aws:iam::123456789012:user/temporal-server
"granted $($granted.InvokeRoleArn), changes: $($granted.Changes.Count)"
