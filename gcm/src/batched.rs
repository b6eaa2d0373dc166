//! AES-256 for the modules. In software the crate `aes` has two versions, of one block at a time and of
//! several, and links both: here a single block is the first of several. It takes as long, and the
//! module is a tenth smaller.

use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aes::Aes256;
use aes_gcm::aes::cipher::inout::InOut;
use aes_gcm::aes::cipher::{
    Block, BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser,
    KeyInit, KeySizeUser, ParBlocks, ParBlocksSizeUser,
};
use aes_gcm::{AesGcm, Key};

/// `A256GCM`.
pub(super) type Batched = AesGcm<BatchedAes, U12>;

/// AES-256, several blocks at a time.
pub(super) struct BatchedAes(Aes256);

impl KeySizeUser for BatchedAes {
    type KeySize = <Aes256 as KeySizeUser>::KeySize;
}

impl KeyInit for BatchedAes {
    fn new(key: &Key<Self>) -> Self {
        Self(Aes256::new(key))
    }
}

impl BlockSizeUser for BatchedAes {
    type BlockSize = U16;
}

impl BlockCipherEncrypt for BatchedAes {
    fn encrypt_with_backend(&self, action: impl BlockCipherEncClosure<BlockSize = U16>) {
        self.0.encrypt_with_backend(Closure(action));
    }
}

struct Closure<A>(A);

impl<A> BlockSizeUser for Closure<A> {
    type BlockSize = U16;
}

impl<A: BlockCipherEncClosure<BlockSize = U16>> BlockCipherEncClosure for Closure<A> {
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        self.0.call(&Backend(backend));
    }
}

struct Backend<'a, B>(&'a B);

impl<B> BlockSizeUser for Backend<'_, B> {
    type BlockSize = U16;
}

impl<B: ParBlocksSizeUser<BlockSize = U16>> ParBlocksSizeUser for Backend<'_, B> {
    type ParBlocksSize = B::ParBlocksSize;
}

impl<B: BlockCipherEncBackend<BlockSize = U16>> BlockCipherEncBackend for Backend<'_, B> {
    fn encrypt_block(&self, mut block: InOut<'_, '_, Block<Self>>) {
        let mut several = ParBlocks::<B>::default();
        several[0] = block.clone_in();
        self.0.encrypt_par_blocks_inplace(&mut several);
        *block.get_out() = several[0];
    }

    fn encrypt_par_blocks(&self, blocks: InOut<'_, '_, ParBlocks<Self>>) {
        self.0.encrypt_par_blocks(blocks);
    }
}
